"""Arrays that are locked at birth, and the base class of the types that carry them.

A field is written ``time: Floats = array_field(floats)``: the converter copies and locks, equality compares
contents (NaN equals NaN), and pickling goes through the constructor, because numpy returns unpickled arrays writable.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import attrs
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]
Bytes = npt.NDArray[np.uint8]


def _locked(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    array.setflags(write=False)
    return array


def floats(values: npt.ArrayLike) -> Floats:
    """Locked contiguous copy, float64; ``None`` becomes NaN."""
    if isinstance(values, np.ndarray):
        return _locked(np.array(values, dtype=np.float64, order="C"))
    if isinstance(values, list | tuple):
        values = [np.nan if v is None else v for v in values]
    return _locked(np.array(values, dtype=np.float64, order="C"))


def intervals(values: npt.ArrayLike) -> Floats:
    """Locked copy of (k, 2) intervals; an empty list becomes shape (0, 2)."""
    return _locked(floats(values).reshape(-1, 2))


def ints(values: npt.ArrayLike) -> Ints:
    """Locked contiguous copy, int64."""
    return _locked(np.array(values, dtype=np.int64, order="C"))


def bools(values: npt.ArrayLike) -> Bools:
    """Locked contiguous copy, bool."""
    return _locked(np.array(values, dtype=np.bool_, order="C"))


def texts(values: npt.ArrayLike) -> Texts:
    """Locked contiguous copy, unicode."""
    return _locked(np.array(values, dtype=np.str_, order="C"))


def pixels(values: npt.ArrayLike) -> Bytes:
    """Locked contiguous copy, uint8."""
    return _locked(np.array(values, dtype=np.uint8, order="C"))


def same(left: npt.NDArray[Any], right: npt.NDArray[Any]) -> bool:
    """Whether two arrays hold the same values; NaN equals NaN."""
    if left.shape != right.shape:
        return False
    if left.dtype.kind == "f" and right.dtype.kind == "f":
        return bool(np.array_equal(left, right, equal_nan=True))
    return bool(np.array_equal(left, right))


def array_field(convert: Callable[[Any], npt.NDArray[Any]], **kwargs: Any) -> Any:
    """An attrs field that converts, locks and compares by content."""
    return attrs.field(converter=convert, eq=attrs.cmp_using(eq=same), **kwargs)


def _rebuild(cls: type[Any], fields: dict[str, Any]) -> Any:
    return cls(**fields)


class Locked:
    """Base of frozen types with array fields: pickles through the constructor, so the locks survive a process pool."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        names = [a for a in attrs.fields(cast(Any, type(self))) if a.init]
        return _rebuild, (type(self), {a.alias: getattr(self, a.name) for a in names})
