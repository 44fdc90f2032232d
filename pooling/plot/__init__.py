"""Pictures of pooled survival: each function takes results and an ``ax``, draws, and returns the ``ax``."""
