"""Censor marks: what stands on a curve that its staircase does not explain."""

from ipdrecon.trace.censor.alike import Known, each_once, known_of, marks_like, marks_shaped, score
from ipdrecon.trace.censor.astray import led_back, with_last
from ipdrecon.trace.censor.by_brightness import with_paler_ones
from ipdrecon.trace.censor.counted import after_the_start, as_lower_bound, end_at_last_mark
from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.marks import Marks, Template, are_uprights, explained_share, reach_px
from ipdrecon.trace.censor.together import dark_marks, marks_on, marks_together

__all__ = [
    "Known",
    "Marked",
    "Marks",
    "Template",
    "after_the_start",
    "are_uprights",
    "as_lower_bound",
    "dark_marks",
    "each_once",
    "end_at_last_mark",
    "explained_share",
    "known_of",
    "led_back",
    "marks_like",
    "marks_shaped",
    "marks_on",
    "marks_together",
    "reach_px",
    "score",
    "with_last",
    "with_paler_ones",
]
