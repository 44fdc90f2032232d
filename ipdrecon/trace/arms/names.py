"""Whether two texts name one arm."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

#: Similarity of two texts from which they name one arm.
SAME_NAME = 0.8
#: Letters that are read as figures where they stand alone or among capitals ("IO", "l").
LOOK_ALIKE = str.maketrans("oil|", "0111")
#: Letters a text must have for it to be part of another ("A" is part of most names).
SHORTEST_PART = 3


def name_likeness(a: str, b: str) -> float:
    """How likely two texts name one arm, in [0, 1]: one may lack letters of the other."""
    one, two = (re.sub(r"[\W_]+", "", text).lower() for text in (a, b))
    if not one or not two:
        return 0.0
    short = min(one, two, key=len)
    if one == two:
        return 1.0
    if one.translate(LOOK_ALIKE) == two.translate(LOOK_ALIKE):
        return 0.95
    if len(short) >= SHORTEST_PART and (one in two or two in one):
        return 0.9 + 0.1 * min(len(one), len(two)) / max(len(one), len(two))
    return SequenceMatcher(None, one, two).ratio()
