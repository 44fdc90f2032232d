"""Medians pooled without curves."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import InputError
from pooling import MedianReport, Settings
from pooling.medians import pool

NORMAL = Settings(interval="normal")
Z95, Z90 = 1.959963984540054, 1.6448536269514722


def test_fixed_effect_is_the_weighted_mean_of_logs() -> None:
    reports = [MedianReport("x", "A", 6.0, 4.0, 9.0), MedianReport("y", "A", 8.0, 7.0, 9.5)]
    made = pool(reports, "A", Settings(method="fixed"))
    se = np.log([9 / 4, 9.5 / 7]) / (2 * Z95)
    w = 1 / se**2
    assert made.median == pytest.approx(np.exp((w * np.log([6, 8])).sum() / w.sum()), rel=1e-12)
    assert np.log(made.median_high / made.median_low) == pytest.approx(2 * Z95 / np.sqrt(w.sum()), rel=1e-12)


def test_a_90_per_cent_interval_is_weighed_as_one() -> None:
    """The same limits printed at 90% carry a larger standard error."""
    assert MedianReport("x", "A", 6.0, 4.0, 9.0, 0.90).log_se[0] == pytest.approx(np.log(9 / 4) / (2 * Z90))
    reports = [MedianReport("x", "A", 6.0, 4.0, 9.0, 0.90), MedianReport("y", "A", 8.0, 7.0, 9.5)]
    assert any("90% interval" in text for text in pool(reports, "A", NORMAL).warnings)


def test_an_upper_limit_not_reached_leaves_the_lower_to_tell() -> None:
    open_ended = MedianReport("x", "A", 6.0, 4.0, np.inf)
    assert open_ended.log_se[0] == pytest.approx(np.log(6 / 4) / Z95)
    made = pool([open_ended, MedianReport("y", "A", 8.0, 7.0, 9.5)], "A", NORMAL)
    assert "lower limit alone" in made.warnings[0]


def test_events_tell_where_no_limits_are_printed() -> None:
    """Exponential times: variance of the log rate is 1/events."""
    assert MedianReport("x", "A", 6.0, events=25).log_se[0] == pytest.approx(0.2)


def test_a_median_not_reached_is_left_out_and_named() -> None:
    made = pool([MedianReport("x", "A", np.inf, 5.0, np.inf), MedianReport("y", "A", 8.0, 7.0, 9.5)], "A", NORMAL)
    assert made.trials == ("y",)
    assert "'x' is left out" in made.warnings[0]


def test_one_report_keeps_its_own_limits() -> None:
    made = pool([MedianReport("y", "A", 8.0, 7.0, 9.7)], "A", NORMAL)
    assert (made.median, made.median_low, made.median_high) == (pytest.approx(8.0), 7.0, 9.7)


@pytest.mark.parametrize(
    ("report", "words"),
    [
        ((-1.0, 2.0, 3.0, 0.95), "above 0"),
        ((6.0, 7.0, 9.0, 0.95), "limits go around it"),
        ((6.0, 5.0, 9.0, 95.0), "level 95"),
    ],
)
def test_what_no_median_can_be_is_refused(report: tuple[float, float, float, float], words: str) -> None:
    with pytest.raises(InputError, match=words):
        MedianReport("x", "A", *report)


def test_nothing_to_weigh_is_said() -> None:
    with pytest.raises(InputError, match="give limits or events"):
        pool([MedianReport("x", "A", 6.0)], "A", NORMAL)


def test_far_from_even_limits_are_pointed_at() -> None:
    made = pool([MedianReport("x", "A", 6.0, 5.9, 20.0), MedianReport("y", "A", 8.0, 7.0, 9.5)], "A", NORMAL)
    assert any("limits of x" in text for text in made.warnings)
