"""Any of the house's types as versioned JSON.

A file is ``{"schema": "ipdrecon/digitization", "version": 1, "content": {...}}``. Numbers are written with as many
digits as bring them back exactly; NaN is ``null``, infinities are the strings "inf" and "-inf".
"""

from __future__ import annotations

import functools
import json
import math
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

import cattrs
import numpy as np

from ipdrecon.errors import InputError, IpdreconError
from ipdrecon.files.atomic import write_text

T = TypeVar("T")

#: Version of a type's JSON form. A type that is not listed is at version 1; raise it when fields change meaning.
VERSIONS: dict[str, int] = {}


def schema_of(cls: type[Any]) -> str:
    """Name of a type in files: the package it lives in and its own name."""
    return f"{cls.__module__.split('.')[0]}/{cls.__name__}"


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else ("inf" if value > 0 else "-inf")
    return value


def _number(value: Any) -> Any:
    if isinstance(value, list):
        return [_number(item) for item in value]
    return {None: math.nan, "inf": math.inf, "-inf": -math.inf}.get(value, value)


def _is_array(cls: Any) -> bool:
    return cls is np.ndarray or get_origin(cls) is np.ndarray


def _structure_array(value: Any, cls: Any) -> Any:
    kind = get_args(get_args(cls)[1])[0] if get_args(cls) else np.float64
    if issubclass(kind, np.floating):
        return np.array(_number(value), dtype=np.float64)
    return np.array(value, dtype=kind)


def _structure_float(value: Any, _: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str | None):
        raise TypeError(f"{value!r} is no number")
    if isinstance(value, str) and value not in ("inf", "-inf"):
        raise ValueError(f"{value!r} is no number")
    return float(_number(value))


@functools.cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(np.ndarray, _plain)
    converter.register_structure_hook_func(_is_array, _structure_array)
    converter.register_structure_hook(float, _structure_float)
    return converter


def dumps(value: Any) -> str:
    """JSON text of a house type, with its schema name and version."""
    cls = type(value)
    name = schema_of(cls)
    content = _plain(_converter().unstructure(value))
    envelope = {"schema": name, "version": VERSIONS.get(name, 1), "content": content}
    return json.dumps(envelope, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def loads(text: str, cls: type[T], *, name: str = "the text") -> T:
    """The value behind JSON text written by :func:`dumps`.

    Raises
    ------
    InputError  where the text is no JSON, is of another type or version, or names a field that breaks a promise
                (the message gives its place, such as ``$.panels[0].curves[1].steps``).
    """
    try:
        envelope = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{name} is no JSON: {error.msg} in line {error.lineno}") from error
    wanted = schema_of(cls)
    if not isinstance(envelope, dict) or "schema" not in envelope:
        raise InputError(f"{name} has no 'schema'; a file written by ipdrecon says '{wanted}' there")
    if envelope["schema"] != wanted:
        raise InputError(f"{name} holds {envelope['schema']}, but {wanted} is needed here")
    version = VERSIONS.get(wanted, 1)
    if envelope.get("version") != version:
        raise InputError(
            f"{name} has version {envelope.get('version')} of {wanted}; this program reads version {version}"
        )
    try:
        return _converter().structure(envelope.get("content"), cls)
    except cattrs.BaseValidationError as error:
        first = cattrs.transform_error(error, path="$")[0]
        raise InputError(f"{name} cannot be read as {wanted}: {first}") from error
    except (IpdreconError, TypeError, ValueError) as error:
        raise InputError(f"{name} cannot be read as {wanted}: {error}") from error


def write_json(path: str | Path, value: Any) -> Path:
    """Write a house type as JSON, whole or not at all."""
    return write_text(path, dumps(value))


def read_json(path: str | Path, cls: type[T]) -> T:
    """Read a house type from JSON.

    Raises
    ------
    InputError  where the file is missing or :func:`loads` refuses it.
    """
    return loads(read_text(path), cls, name=str(path))


def read_text(path: str | Path) -> str:
    """Text of a UTF-8 file, with one sentence where it cannot be had."""
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputError(f"there is no file {path}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is no UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
