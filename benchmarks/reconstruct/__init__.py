"""How near reconstructions come to the patients a curve was drawn from."""
