"""Circles, crosses and squares: marks whose whole shape is known but for its size, sought between the pixels."""

from ipdrecon.trace.censor.symbol.learn import is_seen, learn_symbol
from ipdrecon.trace.censor.symbol.match import explained_well, lone_symbols, place_symbols
from ipdrecon.trace.censor.symbol.shape import Kind, Symbol, stamps_of

__all__ = ["Kind", "Symbol", "explained_well", "is_seen", "learn_symbol", "lone_symbols", "place_symbols", "stamps_of"]
