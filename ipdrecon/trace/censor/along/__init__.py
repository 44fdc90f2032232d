"""What the searches along a curve share, whatever the shape of a mark."""
