"""The colours of a panel and the ink of each of them."""
