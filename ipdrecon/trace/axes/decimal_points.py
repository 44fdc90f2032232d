"""Decimal points of an axis' labels that a reader overlooked, or that are not printed."""

from __future__ import annotations

import re

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.axes.ticks import FEWEST_EVEN, HIGHEST_SHARE, MAX_MISFIT, Label, Run, even_run, spacing_of

#: Most labels of an axis without points that may be misread, as a share.
ODD = 0.2
#: Contrast with the page from which there is print.
PRINTED = 60.0
#: Width of one digit against the widest of others.
DIGIT_WIDE = 1.3


def with_decimal_points(labels: list[Label]) -> list[Label]:
    """Labels of one axis with the decimal points the reader overlooked: "00 02 04 ... 10" is 0.0 to 1.0.

    Only where a label begins with a zero, as no whole number does; all labels without a point are then alike, but for
    one in many that was misread ("96" for "0.6", "8" for "0.8"). Where no zeros are printed before the points either,
    a 1 that stands as far up as 10 would tells ("0 2 4 6 8 1" is 0 .2 .4 .6 .8 1, as Stata has it).
    """
    if (tenths := _tenths(labels)) is not None:
        return tenths
    plain = [label for label in labels if re.fullmatch(r"\d{2,3}", label.word.text.strip())]
    if not any(label.word.text.strip().startswith("0") for label in plain):
        return labels
    pointed = [_with_point(label) if any(label is other for other in plain) else label for label in labels]
    kept = [label for label in pointed if label.value <= HIGHEST_SHARE]
    # "10 20 ... 90" beside "00" are no shares
    return kept if len(labels) - len(kept) <= ODD * len(labels) else labels


def are_tenths(run: Run, top: float) -> bool:
    """Whether labels of one digit are tenths whose points, and the 1 above them, were overlooked, as Stata has them.

    The next label would be 10, and the plot reaches up to its place (to the row ``top``): two digits would have been
    read there, while a lone 1 is no more than a stroke. An axis that ends at 8 or 9 percent ends below it.
    """
    values = np.array([label.value for label in run.labels])
    digits = all(re.fullmatch(r"\D?[0-9]\D?", label.word.text.strip()) for label in run.labels)
    if not digits or len(values) < FEWEST_EVEN or any(label.percent for label in run.labels):
        return False
    step = float(np.diff(values).min())
    place = run.zero + run.per_unit * 10.0
    return bool(values.max() + step == 10.0) and place > top - MAX_MISFIT * abs(run.per_unit) * step


def is_printed_at(contrast: Floats, run: Run, value: float) -> bool:
    """Whether something is printed where the label of a value would stand, by its ``contrast`` (h, w) with the page."""
    boxes = [label.word.box for label in run.labels]
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    place, half = run.zero + run.per_unit * value, float(np.median([box.height for box in boxes])) / 2
    patch = contrast[max(0, round(place - half)) : max(0, round(place + half)), max(0, round(left)) : round(right)]
    return bool((patch > PRINTED).any())


def _tenths(labels: list[Label]) -> list[Label] | None:
    """Labels of one digit as tenths, where the 1 above them stands in the place of 10; None where none does.

    What is wider than all digits is a 10 that was misread. A lower 1 is one of the tenths, and some may have kept
    their points.
    """
    one = min((label for label in labels if label.value == 1.0), key=lambda label: label.y, default=None)
    rest = [label for label in labels if label is not one]
    whole = [label.value if label.value >= 1.0 else 10.0 * label.value for label in rest]
    if one is None or not all(abs(value - round(value)) < 1e-9 and 0 <= value <= 9 for value in whole):
        return None
    rest = [attrs.evolve(label, value=round(value)) for label, value in zip(rest, whole, strict=True)]
    if any(label.percent for label in rest):
        return None
    run = even_run(rest, vertical=True)
    if run is None or len(run.labels) < FEWEST_EVEN:
        return None
    slack = MAX_MISFIT * spacing_of(np.array([label.y for label in run.labels]))
    if any(label.value == 1.0 and abs(run.zero + run.per_unit - label.y) > slack for label in rest):
        return None  # the 1 of another panel's axis in the same column
    off = abs(run.zero + run.per_unit * 10.0 - one.y)
    if one.word.box.width > DIGIT_WIDE * max(label.word.box.width for label in run.labels):
        return None
    if off > slack:
        return None
    return [attrs.evolve(label, value=label.value / 10.0) for label in rest] + [one]


def _with_point(label: Label) -> Label:
    text = label.word.text.strip()
    return attrs.evolve(label, value=float(f"{text[0]}.{text[1:]}"))
