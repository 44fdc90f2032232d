"""Pictures of networks: each function takes a result and an ``ax``, draws, and returns the ``ax``."""
