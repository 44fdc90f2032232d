"""How well symbols explain the ink in and around them."""
