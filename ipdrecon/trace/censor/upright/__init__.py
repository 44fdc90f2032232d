"""Ticks and pluses: marks with an upright across the line, known by four lengths and sought between the pixels."""

from ipdrecon.trace.censor.upright.across import ink_across
from ipdrecon.trace.censor.upright.learn import learn_upright, learn_uprights
from ipdrecon.trace.censor.upright.match import HAIRLINE, NOISELESS, Placed, place_hidden, place_uprights
from ipdrecon.trace.censor.upright.shape import Upright

__all__ = [
    "HAIRLINE",
    "NOISELESS",
    "Placed",
    "Upright",
    "ink_across",
    "learn_upright",
    "learn_uprights",
    "place_hidden",
    "place_uprights",
]
