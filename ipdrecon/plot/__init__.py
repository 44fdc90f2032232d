"""Pictures of what was read and reconstructed; drawn with matplotlib's object interface, never with pyplot's state."""
