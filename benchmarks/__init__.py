"""Measuring instruments of the project: commands that print figures and write them to a file."""
