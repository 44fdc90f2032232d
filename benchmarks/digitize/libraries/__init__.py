"""Figures as other programs draw them: no matplotlib layout, no matplotlib raster.

page        a Kaplan-Meier figure as plain strokes, boxes and letters, laid out in the manner of several programs
svg         those strokes as an SVG file, or rasterised by resvg (anti-aliased, its own letters)
bitmap      those strokes as Pillow sets them: whole pixels, no anti-aliasing, as old programs and screenshots do
lifelines_  lifelines' own plot, with its own table (patients after the time of each column)
"""
