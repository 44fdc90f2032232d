"""The search through all intervals at once."""

from ipdrecon.reconstruct.beam.kernels import BEAM, search

__all__ = ["BEAM", "search"]
