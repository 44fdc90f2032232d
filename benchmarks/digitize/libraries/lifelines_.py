"""lifelines' own plot: its steps, its bands, its marks, its table (patients still there after each time)."""

from __future__ import annotations

from pathlib import Path

import attrs
import numpy as np

from ipdrecon.axes import Axes, Axis
from ipdrecon.ipd import IPD
from ipdrecon.simulate.truth import FigureTruth, TrueCurve, TruePanel, TrueRisk


def draw_lifelines(ipd: IPD, path: Path, *, rng: np.random.Generator) -> FigureTruth:
    """One panel by ``KaplanMeierFitter.plot_survival_function`` and ``add_at_risk_counts``."""
    import matplotlib
    from lifelines import KaplanMeierFitter
    from lifelines.plotting import add_at_risk_counts
    from matplotlib import colors as mpl_colors
    from matplotlib import style
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    look = str(rng.choice(["default", "bmh", "ggplot", "seaborn-v0_8-whitegrid", "fivethirtyeight"]))
    band, marks, table = rng.random() < 0.4, rng.random() < 0.6, rng.random() < 0.7
    with matplotlib.rc_context():
        style.use(look)
        dpi = int(rng.integers(100, 220))
        canvas = Figure(figsize=(7.5, 6.0 if table else 5.0), dpi=dpi)
        FigureCanvasAgg(canvas)
        plot = canvas.subplots()
        fitted, curves = [], []
        for _, label, patients in ipd.arms():
            fit = KaplanMeierFitter().fit(patients.time, patients.event, label=label)
            fit.plot_survival_function(
                ax=plot, ci_show=band, show_censors=marks, censor_styles={"ms": 5, "marker": "|"}
            )
            fitted.append(fit)
            color = mpl_colors.to_rgb(plot.get_lines()[-1].get_color())
            steps = patients.km() if marks else attrs.evolve(patients.km(), marks=np.array([]))
            ink = (round(255 * color[0]), round(255 * color[1]), round(255 * color[2]))
            curves.append(TrueCurve(label, ink, False, steps, band=band))
        end = float(ipd.time.max())
        plot.set(xlim=(0, end * 1.02), ylim=(0, 1.02), ylabel="Survival probability", xlabel=f"Time ({ipd.time_unit})")
        ticks = [float(t) for t in plot.get_xticks() if 0 <= t <= end * 1.02]
        risk: tuple[TrueRisk, ...] = ()
        if table:
            add_at_risk_counts(*fitted, ax=plot, rows_to_show=["At risk"])
            risk = tuple(
                TrueRisk(label, tuple(ticks), tuple(patients.at_risk(ticks, convention="after").tolist()))
                for _, label, patients in ipd.arms()
            )
        plot.set_xlabel(f"Time ({ipd.time_unit})")
        canvas.tight_layout()
        canvas.canvas.draw()
        axes = _axes_of(plot, canvas, ipd.time_unit)
        # A marker's line is as wide as the style says, in points of 1/72 inch.
        wide = matplotlib.rcParams["lines.markeredgewidth"] * dpi / 72 / axes.x.px_per_unit if marks else 0.0
        curves = [attrs.evolve(curve, mark_width=float(wide)) for curve in curves]
        canvas.savefig(path, dpi=dpi, metadata={"Software": None})
    size = [round(v) for v in canvas.bbox.size]
    made = {"size": size, "vector": False, "rotation": 0.0, "library": "lifelines", "style": look}
    return FigureTruth((TruePanel(axes, tuple(curves), risk),), made)


def _axes_of(plot, canvas, unit: str) -> Axes:  # type: ignore[no-untyped-def]
    (x0, y0), (x1, y1) = plot.transData.transform([(0.0, 0.0), (1.0, 1.0)])
    return Axes(
        Axis(x0 - 0.5, x1 - x0, 0.0, float(plot.get_xlim()[1])),
        Axis(canvas.bbox.height - y0 - 0.5, -(y1 - y0), 0.0, float(plot.get_ylim()[1])),
        time_unit=unit,
    )
