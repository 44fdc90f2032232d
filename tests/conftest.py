"""What all tests share: figures without a window system."""

from __future__ import annotations

import matplotlib

matplotlib.use("Agg")
