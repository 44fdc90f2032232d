"""The walk along a curve with censor marks."""

from ipdrecon.reconstruct.walk.kernels import walk

__all__ = ["walk"]
