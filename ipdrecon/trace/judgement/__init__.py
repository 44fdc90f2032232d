"""How sure a reading is, and whether a plot is a Kaplan-Meier figure at all."""
