"""How an SVG element is drawn: style sheets, ``style`` attributes, presentation attributes, inheritance."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import cssselect2
import tinycss2
import tinycss2.color3

#: Properties that children take over from their parents (SVG 1.1, appendix N), as far as they matter here.
INHERITED = (
    "color",
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-opacity",
    "stroke-width",
    "stroke-dasharray",
    "font-size",
    "font-family",
    "text-anchor",
    "visibility",
    "white-space",
)
#: Properties of the element alone.
OWN = ("opacity", "clip-path", "display", "transform")

#: What CSS lengths are in px; percentages and font units are resolved by the caller's ``whole`` and ``em``.
UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6}

_LENGTH = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([a-zA-Z%]*)")

#: Styles and paints of a drawing kept parsed: each of thousands of marks repeats one of a few.
CACHED = 4096

Style = Mapping[str, str]


def length(text: str | None, *, default: float = 0.0, whole: float = 0.0, em: float = 16.0) -> float:
    """An SVG length in user units: ``whole`` is what 100 % means, ``em`` the font size."""
    found = _LENGTH.match(text or "")
    if found is None:
        return default
    value, unit = float(found[1]), found[2].lower()
    if unit == "%":
        return value / 100 * whole
    if unit in ("em", "rem"):
        return value * em
    return value * (em / 2 if unit == "ex" else UNITS.get(unit, 1.0))


def lengths(text: str | None, *, whole: float = 0.0, em: float = 16.0) -> list[float]:
    """A list of lengths, separated by commas or blanks."""
    return [length(part, whole=whole, em=em) for part in re.split(r"[\s,]+", (text or "").strip()) if part]


def color(text: str | None, style: Style) -> tuple[tuple[int, int, int] | None, float]:
    """RGB and opacity of a paint; None where nothing is painted.

    Gradients and patterns have no one colour and count as mid grey: they fill areas and draw no curves.
    """
    value = (text or "").strip()
    if value.startswith("url("):
        return (128, 128, 128), 1.0
    if value.lower() == "currentcolor":
        value = style.get("color", "black")
    return _paint(value)


@lru_cache(maxsize=CACHED)
def _paint(value: str) -> tuple[tuple[int, int, int] | None, float]:
    parsed = tinycss2.color3.parse_color(value)
    if parsed is None or parsed == "currentColor":
        return None, 0.0
    red, green, blue, alpha = parsed
    return (_byte(red), _byte(green), _byte(blue)), float(alpha)


def _byte(share: float) -> int:
    return round(255 * min(1.0, max(0.0, share)))


@lru_cache(maxsize=CACHED)
def declarations(text: str) -> Mapping[str, str]:
    """The properties of a ``style`` attribute or of a rule's body."""
    parsed = tinycss2.parse_declaration_list(text, skip_comments=True, skip_whitespace=True)
    return MappingProxyType(
        {d.lower_name: tinycss2.serialize(d.value).strip() for d in parsed if d.type == "declaration"}
    )


class Styles:
    """The style sheets of a document, and the elements they speak of.

    Attributes
    ----------
    root : cssselect2.ElementWrapper     The document's root; walk this one, for it knows parents and siblings.
    by_id : dict                         Wrapped element of each ``id``.
    """

    def __init__(self, tree: ET.Element) -> None:
        self.root: Any = cssselect2.ElementWrapper.from_xml_root(tree)
        self.by_id: dict[str, Any] = {}
        self._matcher = cssselect2.Matcher()
        for element in elements(self.root):
            if name := element.etree_element.get("id"):
                self.by_id.setdefault(name, element)
            if local(element.etree_element) == "style":
                self._add("".join(element.etree_element.itertext()))

    def _add(self, sheet: str) -> None:
        for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
            if rule.type != "qualified-rule":
                continue
            body = declarations(tinycss2.serialize(rule.content))
            try:
                selectors = cssselect2.compile_selector_list(rule.prelude)
            except cssselect2.SelectorError:
                continue  # a selector no one knows selects nothing: CSS 2.1, 4.1.7
            for selector in selectors:
                self._matcher.add_selector(selector, body)

    def of(self, element: Any, parent: Style) -> dict[str, str]:
        """Computed properties of an element whose parent has the properties ``parent``."""
        node = element.etree_element
        style = {name: parent[name] for name in INHERITED if name in parent}
        own = {name: node.get(name) for name in (*INHERITED, *OWN) if node.get(name) is not None}
        for match in self._matcher.match(element):
            own |= match[-1]
        own |= declarations(node.get("style", ""))
        for name, value in own.items():
            if value == "inherit":
                own[name] = parent.get(name, "")
        if "font-size" in own:  # relative sizes are relative to the parent's
            size = length(parent.get("font-size"), default=16.0)
            own["font-size"] = str(length(own["font-size"], default=size, whole=size, em=size))
        return style | {name: value for name, value in own.items() if value}


def elements(root: Any) -> Iterator[Any]:
    """All wrapped elements below and including ``root``, in document order, comments left out."""
    stack = [root]
    while stack:
        element = stack.pop()
        yield element
        stack.extend(reversed(list(children(element))))


def children(element: Any) -> list[Any]:
    """Wrapped child elements, comments left out."""
    return [child for child in element.iter_children() if isinstance(child.etree_element.tag, str)]


def local(node: ET.Element) -> str:
    """Name of an element without its namespace."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
