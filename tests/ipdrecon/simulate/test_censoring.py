"""How follow-up ends."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import InputError
from ipdrecon.simulate.censoring import BETA_SHAPES, censor_times, staggered_entry
from ipdrecon.simulate.hazards import Weibull


def test_staggered_entry_ends_between_the_last_and_the_first_patient() -> None:
    times = staggered_entry(np.random.default_rng(1), 1000, accrual=12, cutoff=36)
    assert times.min() >= 24
    assert times.max() <= 36


@pytest.mark.parametrize("pattern", [*BETA_SHAPES, "exponential"])
@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
def test_the_share_asked_for_is_censored(pattern: str, share: float) -> None:
    """The follow-up is solved on these events, so only the step of one patient is left over."""
    rng = np.random.default_rng(2)
    events = Weibull(1.0, 10.0).draw(rng, 500)
    censored = censor_times(rng, events, pattern=pattern, share=share)
    assert np.mean(censored < events) == pytest.approx(share, abs=1.5 / 500)


def test_front_loaded_censoring_comes_before_back_loaded() -> None:
    middles = []
    for pattern in ("front", "back"):
        rng = np.random.default_rng(3)
        events = Weibull(1.0, 10.0).draw(rng, 2000)
        times = censor_times(rng, events, pattern=pattern, share=0.3)
        middles.append(np.median((times / times.max())[times < events]))
    assert middles[0] < middles[1]


def test_an_unknown_pattern_is_said() -> None:
    with pytest.raises(InputError, match="'odd' is unknown"):
        censor_times(np.random.default_rng(0), np.ones(3), pattern="odd", share=0.3)
