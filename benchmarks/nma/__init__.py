"""How fast network meta-analyses are, against the limits they must keep."""
