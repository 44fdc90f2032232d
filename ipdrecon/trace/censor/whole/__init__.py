"""Ticks and pluses that are seen whole, wherever they stand."""

from ipdrecon.trace.censor.whole.ticks import WholeTicks, whole_ticks

__all__ = ["WholeTicks", "whole_ticks"]
