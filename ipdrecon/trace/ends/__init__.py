"""Where curves end: behind last marks, dashes and names, or where a band does."""
