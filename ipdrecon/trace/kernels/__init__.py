"""Loops over pixels, compiled: untyped, with the shapes of their arrays in the docstrings."""
