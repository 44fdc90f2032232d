"""Names beside curves that are written in two lines, known as one by the rows of the risk table."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from ipdrecon.figure import Word
from ipdrecon.trace.legends.label_parts import LINE_GAP, LINE_SLACK


def lines_joined(texts: Sequence[Word], names: Sequence[str]) -> list[Word]:
    """The texts, those that stand one below the other joined where together they are one of ``names``."""
    known = {_letters(name) for name in names}
    joined = list(texts)
    for above in texts:
        for below in texts:
            together = f"{above.text} {below.text}"
            if (
                above in joined
                and below in joined
                and _letters(together) in known
                and not {_letters(above.text), _letters(below.text)} & known
                and _stand_together(above, below)
            ):
                joined[joined.index(above)] = attrs.evolve(above, text=together, box=above.box.union(below.box))
                joined.remove(below)
    return joined


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def _stand_together(above: Word, below: Word) -> bool:
    """Whether a text is the next line of another: close below it, and in line with it at an end or in the middle."""
    height = below.box.height
    gaps = [getattr(above.box, side) - getattr(below.box, side) for side in ("left", "right")]
    close = LINE_GAP[0] * height < below.box.top - above.box.bottom < LINE_GAP[1] * height
    return close and min(abs(gaps[0]), abs(gaps[1]), abs(sum(gaps)) / 2) < LINE_SLACK * height
