"""Steep runs, where falls hide most of a mark: what makes the stroke thicker than it is drawn is not the stroke's."""

from ipdrecon.trace.censor.steep.cover import steep_cover

__all__ = ["steep_cover"]
