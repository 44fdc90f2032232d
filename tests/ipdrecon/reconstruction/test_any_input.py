"""Whatever is asked: patients that keep every count that was not given up, or one sentence about what is wrong."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipdrecon.errors import IpdreconError
from ipdrecon.ipd import IPD
from ipdrecon.reconstruction import METHODS, reconstruct
from ipdrecon.reconstruction.spread import ASSUMPTIONS
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve

QUIET = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def curves(draw: st.DrawFn) -> StepCurve:
    """Curves of any shape: flat, to zero, a first drop at 0, one step, hundreds of steps, ties with marks."""
    size = draw(st.integers(0, 30))
    times = draw(st.lists(st.floats(0, 40, width=32), min_size=size, max_size=size))
    levels = draw(st.lists(st.floats(0, 1, width=32), min_size=size, max_size=size))
    marks = sorted(draw(st.lists(st.sampled_from([*times, 0.0, 3.0, 40.0]), max_size=12)))
    points = sorted(times), sorted(levels, reverse=True)
    end = draw(st.one_of(st.none(), st.floats(40, 60)))
    return StepCurve.from_points(
        [0.0, *points[0]],
        [1.0, *points[1]],
        end=end,
        survival_se=np.full(size + 1, draw(st.sampled_from([0.0, 1e-6, 0.001, 0.05]))),
        time_se=draw(st.sampled_from([0.0, 0.05])),
        marks=[m for m in marks if m <= max([*times, end or 0.0])],
        marks_complete=draw(st.booleans()),
        clicked=draw(st.booleans()),
    )


@st.composite
def tables(draw: st.DrawFn) -> RiskTable | None:
    """Tables that may begin late, rise, hold unread cells, end after the curve, and print events and censored."""
    size = draw(st.integers(0, 6))
    if size == 0:
        return None
    times = sorted(draw(st.sets(st.sampled_from([0.0, 1, 2.5, 5, 10, 20, 40, 80]), min_size=size, max_size=size)))
    counts = draw(st.lists(st.one_of(st.integers(0, 60), st.just(np.nan)), min_size=size, max_size=size))
    if draw(st.booleans()):
        counts = sorted(counts, key=lambda n: -n if n == n else 0.0)
    flow = draw(st.booleans())
    cumulative = np.cumsum(draw(st.lists(st.integers(0, 10), min_size=size, max_size=size)))
    return RiskTable(
        times,
        counts,
        events=cumulative if flow else [],
        censored=cumulative if flow and draw(st.booleans()) else [],
        doubtful=draw(st.lists(st.booleans(), min_size=size, max_size=size)),
        convention=draw(st.sampled_from(["", "at_or_after", "after"])),
    )


@QUIET
@given(
    curve=curves(),
    risk_table=tables(),
    patients=st.one_of(st.none(), st.integers(1, 80)),
    events=st.one_of(st.none(), st.integers(0, 80)),
    method=st.sampled_from(METHODS),
    assumption=st.sampled_from(sorted(ASSUMPTIONS)),
    nearest=st.booleans(),
)
def test_patients_or_a_sentence(curve, risk_table, patients, events, method, assumption, nearest) -> None:
    try:
        found = reconstruct(
            curve,
            risk_table=risk_table,
            patients=patients,
            events=events,
            method=method,
            assumption=assumption,
            nearest=nearest,
        )
    except IpdreconError as error:
        assert str(error)
        return
    ipd = found.ipd
    assert np.isfinite(ipd.time).all()
    if method != "constrained" or found.relaxed:
        return
    assert ipd.time.max() <= max(curve.end, 0.0 if risk_table is None else risk_table.time[-1]) * (1 + 1e-9)
    if patients is not None:
        assert len(ipd) == patients
    if events is not None:
        assert ipd.event.sum() == events
    if risk_table is not None:
        read = ~np.isnan(risk_table.at_risk) & (risk_table.time > 0)
        kept = ipd.at_risk(risk_table.time, convention=found.convention)
        assert (kept[read] == risk_table.at_risk[read]).all()


@QUIET
@given(
    seed=st.integers(0, 10_000),
    n=st.integers(1, 60),
    grid=st.sampled_from([0.0, 0.5, 3.0]),
    step=st.sampled_from([3.0, 7.0]),
)
def test_true_counts_are_never_refused_and_always_kept(seed, n, grid, step) -> None:
    """Everything about a real arm is feasible: no error, no relaxation, whatever is told of it."""
    rng = np.random.default_rng(seed)
    failing, leaving = rng.exponential(10, n), rng.uniform(0, 25, n)
    time = np.minimum(failing, leaving)
    time = np.ceil(time / grid) * grid if grid else time
    ipd = IPD.of_arm(time, failing <= leaving)
    columns = np.arange(0.0, float(time.max()) + 1, step)
    risk_table = RiskTable(columns, ipd.at_risk(columns))
    for marks in ("auto", "ignore"):
        for told in ({}, {"risk_table": risk_table}):
            for events in (None, int(ipd.event.sum())):
                found = reconstruct(ipd.km(), patients=n, events=events, marks=marks, **told)
                assert len(found.ipd) == n
                assert not [text for text in found.relaxed if "mark" not in text]
                if events is not None:
                    assert found.ipd.event.sum() == events
                if told:
                    assert (found.ipd.at_risk(columns, convention=found.convention) == risk_table.at_risk).all()
