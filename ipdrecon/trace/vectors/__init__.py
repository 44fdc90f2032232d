"""Curves, marks, axes and legends from the paths of PDF and SVG."""
