"""The file as it was published → figures set upright: pixels, and paths and words where it has them."""
