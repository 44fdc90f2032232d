"""Pixels or paths → digitisation.

panels     one figure: its panels, drawn alike; ``panel`` is one of them, ``hints`` and ``told`` what a person says;
           all are read ``twice``, in two sizes, between which ``zoom`` leads
sources    the file → figures set upright: pixels, and paths and words where it has them
text       words and where they stand, the file's own or by OCR
axes       plot areas, ticks, titles and calibrated axes
legends    keys and the names beside them
table      numbers at risk below, beside or inside the frame
inks       the colours of a panel and the ink of each
lines      one line: its path, its dashes, its levels and falls
curves     ink → the Kaplan-Meier curves of a panel (raster); ``drawn`` is the way in
censor     the marks on them
ends       where they end
vectors    curves, marks, axes and legends from the paths of PDF and SVG
arms       which name, which row and which printed statistics belong to which curve
judgement  how sure a reading is, and whether it is a Kaplan-Meier figure at all
kernels    loops over pixels, compiled; ``cv`` is the only door to OpenCV
"""
