"""Censor marks: what stands on a curve that its staircase does not explain."""

from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.marks import Marks, Template, are_uprights, explained_share, reach_px
from ipdrecon.trace.censor.together import after_the_start, dark_marks, end_at_last_mark, marks_on, marks_together

__all__ = [
    "Marked",
    "Marks",
    "Template",
    "after_the_start",
    "are_uprights",
    "dark_marks",
    "end_at_last_mark",
    "explained_share",
    "marks_on",
    "marks_together",
    "reach_px",
]
