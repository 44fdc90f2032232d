"""Pixels or paths → digitisation.

page      the file: pixels, and paths and words where it has them
words     text by OCR
frame     plot areas, ticks and calibrated axes
legend    legend entries: label, sample, colour, dashes
table     numbers at risk below or inside the frame
facts     statistics printed in the figure
curves    coloured ink → layers → staircases → step curves (raster)
vector    the same from the paths of PDF and SVG
match     which label and which table row belong to which curve
"""
