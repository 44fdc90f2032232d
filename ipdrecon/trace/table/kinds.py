"""What rows of a table count, by their label or the head above them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ipdrecon.figure import Word

#: Kinds of rows by their label.
KINDS = (
    # No counts at all (survminer); "number and % at risk" are some.
    ("share", re.compile(r"^(?!.*(number|\bno\b|\bn\b)).*(percent\w*|%)\s*(still\s*)?at\s*[-_]?\s*risk", re.I)),
    (
        "at_risk",
        re.compile(
            r"at\s*[-_]?\s*risk|\bat\s*[-_]?\s*ris(?![a-z])|number\s*at\s*ris|^(?:n|no\.?)\s*risk|risk\s*set", re.I
        ),
    ),
    ("censored", re.compile(r"censor", re.I)),
    ("events", re.compile(r"events?(?![a-z])|deaths?(?![a-z])|\bfail", re.I)),
)


def kind_of(label: str) -> str:
    """What a label says that its row counts; "" where it says nothing. The reader parts spaced words ("Eve nts")."""
    texts = (label, re.sub(r"\s", "", label))
    return next((kind for kind, pattern in KINDS if any(pattern.search(text) for text in texts)), "")


def bracket_kind(words: Sequence[Word], top: float, bottom: float) -> str:
    """What the head says of the counts in brackets or behind a stroke: events, censored, the share at risk, or ""."""
    heads = [w.text for w in words if w.angle == 0 and top <= w.box.center[1] <= bottom]
    inside = " ".join("".join(found) for found in re.findall(r"\(([^)]*)\)?|/([^(]*)", " ".join(heads)))
    for kind, pattern in KINDS[2:]:
        if pattern.search(inside):
            return kind
    return "share" if "%" in inside else ""
