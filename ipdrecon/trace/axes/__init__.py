"""Axes of panels: labels, ticks, titles and the plot area between them."""
