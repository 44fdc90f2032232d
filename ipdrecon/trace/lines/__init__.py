"""One line of ink: its path over the pixels, its dashes, its levels and falls."""
