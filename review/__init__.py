"""A review as one folder: facts in tables, figures, one project file, and everything that follows from them.

    load(folder)         the folder → Review, or one sentence about the first thing that is wrong
    run_review(folder)   figures → patients → pooled curves and networks → tables, pictures and report

folder      what stands in the folder: review.toml and the tables, read and checked cell by cell
rules       what reviewers get wrong, found by rule
steps       what has been done and need not be done again
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from review.folder.load import load
    from review.folder.project import Review
    from review.run import run_review

__all__ = ["Review", "load", "run_review"]

_HOME = {"Review": "folder.project", "load": "folder.load", "run_review": "run"}


def __getattr__(name: str) -> Any:
    """Load a type or verb on first use, so that ``import review`` costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'review' has no attribute '{name}'")
    from importlib import import_module

    found = getattr(import_module(f"review.{_HOME[name]}"), name)
    globals()[name] = found
    return found
