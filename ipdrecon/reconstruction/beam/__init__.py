"""The search through all intervals at once."""

from ipdrecon.reconstruction.beam.kernels import BEAM, search

__all__ = ["BEAM", "search"]
