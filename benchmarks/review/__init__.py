"""The example review from pixels to league tables, beside what is true of its figures and what was published."""
