"""Pooling measured: accuracy against established programs' numbers, coverage of intervals, speed."""
