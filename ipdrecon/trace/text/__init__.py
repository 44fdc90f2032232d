"""Words of a figure and where they stand."""
