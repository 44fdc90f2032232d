"""Legends: keys, the names beside them, and what the keys show of line and mark."""
