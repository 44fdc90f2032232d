"""What a figure really shows: the answer a tracer is measured against."""

from __future__ import annotations

import json
from typing import Any

import attrs

from ipdrecon.axes import Axes, Axis
from ipdrecon.errors import InputError
from ipdrecon.steps import StepCurve

#: Version of the JSON form.
VERSION = 1


@attrs.frozen
class TrueCurve:
    """One curve as it was drawn.

    Attributes
    ----------
    label : str
    color : RGB in [0, 255]
    dashed : bool
    steps : StepCurve     ``marks``: times of the drawn censor marks (repeats kept), empty where none were drawn.
    mark_width : float    Width of a censor mark on the time axis, in its unit; 0 where none were drawn.
    band : bool           Whether a confidence band or confidence limits go with the curve.
    """

    label: str
    color: tuple[int, int, int]
    dashed: bool
    steps: StepCurve
    mark_width: float = 0.0
    band: bool = False


@attrs.frozen
class TrueRisk:
    """The printed row of one curve; NaN nowhere, empty tuples where a kind was not printed."""

    curve: str
    time: tuple[float, ...]
    at_risk: tuple[float, ...]
    events: tuple[float, ...] = ()
    censored: tuple[float, ...] = ()


@attrs.frozen
class TruePanel:
    """One panel; axes in units of the file: pixels with centres at whole numbers, or points from the top left."""

    axes: Axes | None
    curves: tuple[TrueCurve, ...]
    risk: tuple[TrueRisk, ...] = ()
    facts: tuple[tuple[str, float], ...] = ()
    title: str = ""


@attrs.frozen
class FigureTruth:
    """All panels of a figure, and how it was made (plain words, numbers and lists)."""

    panels: tuple[TruePanel, ...]
    made: dict[str, Any] = attrs.field(factory=dict)


def to_json(truth: FigureTruth) -> str:
    """The truth as JSON."""
    return json.dumps(
        {"version": VERSION, "made": truth.made, "panels": [_panel_dict(panel) for panel in truth.panels]}, indent=1
    )


def _panel_dict(panel: TruePanel) -> dict[str, Any]:
    return {
        "title": panel.title,
        "axes": None if panel.axes is None else _axes_dict(panel.axes),
        "curves": [
            {
                "label": curve.label,
                "color": list(curve.color),
                "dashed": curve.dashed,
                "time": curve.steps.time.tolist(),
                "survival": curve.steps.survival.tolist(),
                "end": curve.steps.end,
                "marks": curve.steps.marks.tolist(),
                "mark_width": curve.mark_width,
                "band": curve.band,
            }
            for curve in panel.curves
        ],
        "risk": [attrs.asdict(row) for row in panel.risk],
        "facts": [list(fact) for fact in panel.facts],
    }


def _axes_dict(axes: Axes) -> dict[str, Any]:
    return {
        "x": {"zero_px": axes.x.zero_px, "px_per_unit": axes.x.px_per_unit, "low": axes.x.low, "high": axes.x.high},
        "y": {"zero_px": axes.y.zero_px, "px_per_unit": axes.y.px_per_unit, "low": axes.y.low, "high": axes.y.high},
        "time_unit": axes.time_unit,
        "percent": axes.percent,
        "incidence": axes.incidence,
    }


def from_json(text: str) -> FigureTruth:
    """The truth from its JSON form.

    Raises
    ------
    InputError  where the text is no truth file of this version.
    """
    try:
        data = json.loads(text)
        if data["version"] != VERSION:
            raise InputError(f"a truth file of version {data['version']} cannot be read; version {VERSION} can")
        return FigureTruth(tuple(_panel(panel) for panel in data["panels"]), data["made"])
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise InputError(f"this is no truth file ({type(error).__name__}: {error}); make it again") from error


def _panel(data: dict[str, Any]) -> TruePanel:
    axes = data["axes"]
    return TruePanel(
        axes=None
        if axes is None
        else Axes(
            Axis(**axes["x"]),
            Axis(**axes["y"]),
            time_unit=axes["time_unit"],
            percent=axes["percent"],
            incidence=axes["incidence"],
        ),
        curves=tuple(
            TrueCurve(
                label=curve["label"],
                color=(curve["color"][0], curve["color"][1], curve["color"][2]),
                dashed=curve["dashed"],
                steps=StepCurve(curve["time"], curve["survival"], end=curve["end"], marks=curve["marks"]),
                mark_width=curve["mark_width"],
                band=curve["band"],
            )
            for curve in data["curves"]
        ),
        risk=tuple(
            TrueRisk(row["curve"], *(tuple(row[name]) for name in ("time", "at_risk", "events", "censored")))
            for row in data["risk"]
        ),
        facts=tuple((str(kind), float(value)) for kind, value in data["facts"]),
        title=data["title"],
    )
