"""The walk along a curve with censor marks."""

from ipdrecon.reconstruction.walk.kernels import walk

__all__ = ["walk"]
