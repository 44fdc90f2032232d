"""Ticks and pluses by what no noise does: to stand out on both sides of the line in the same columns."""

from ipdrecon.trace.censor.mirrored.learn import Mirrored, learn_mirrored, meet_again

__all__ = ["Mirrored", "learn_mirrored", "meet_again"]
