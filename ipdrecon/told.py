"""What the options of ``ipdrecon digitize`` tell of a figure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from ipdrecon.errors import InputError
from ipdrecon.figure import Box
from ipdrecon.trace.hints import Hints


def refuse_reading_options(path: Path, told: Mapping[str, Any]) -> None:
    """Raise where a digitisation comes with an option that says how to read a figure."""
    reading = [a.name for a in attrs.fields(Hints) if told.get(a.name) is not None]
    if reading:
        option = "--" + reading[0].replace("_", "-")
        raise InputError(
            f"{option} tells how a figure is read, but {path.name} is what was read already; edit the file, or give "
            f"the figure with {option}"
        )


def hints_of(told: Mapping[str, Any]) -> Hints:
    """The options that stand for something the tracer would find.

    Raises
    ------
    InputError  where a colour is not written #rrggbb.
    """
    labels = tuple(label.strip() for label in (told.get("labels") or "").split(",") if label.strip())
    crop = told.get("crop")
    return Hints(
        x_range=told.get("x_range"),
        y_range=told.get("y_range"),
        curves=told.get("curves"),
        labels=labels,
        colors=tuple(_color(text) for text in (told.get("colors") or "").split(",") if text.strip()),
        panel=told.get("panel"),
        crop=Box(*crop) if crop else None,
        time_unit=told.get("time_unit") or "",
        incidence=told.get("incidence"),
        page=told.get("page"),
    )


def _color(text: str) -> tuple[int, int, int]:
    digits = text.strip().lstrip("#")
    try:
        if len(digits) != 6:
            raise ValueError
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    except ValueError:
        raise InputError(f"--colors '{text.strip()}' is no colour; write #rrggbb, for example #1f77b4") from None
