"""Find the address of a picture, wherever its page keeps it, and recognise pictures that track readers."""

from __future__ import annotations

import re
from itertools import islice

from feeds.markup.nodes import Element
from feeds.regex import regex

# A candidate of srcset: an address, and after a space a width or density (HTML, 4.8.4.2.1).
_CANDIDATE = regex(r"(?<![^\s,])([^\s,](?:\S*[^\s,])?)(?:\s++([\d.]++)([wxh]))?\s*+(?:,|\Z)")
# Where scripts that load pictures late find the address; `src` is then a placeholder.
_LATE = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-original-src")
_LATE_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set")
_MOST_SOURCES = 20  # of one picture that are looked at
_PLACEHOLDER = regex(
    r"(?:\A|[/_.-])(?:loading|loader|lazy|placeholder|spacer|spinner|blank|transparent|trans|pixel|empty|dummy|"
    r"gr[ae]y|1x1)(?:[_.-][\w-]{1,20})?\.(?:gif|png|svg|jpe?g|webp)(?:[?#]|\Z)",
    re.IGNORECASE,
)
_SIZE = regex(r"\s*+(\d*+(?:\.\d++)?+)\s*+(px|pt|em|rem|ex|ch|mm|cm|in|pc|)\s*+\Z", re.IGNORECASE)
_POINTS = {"em": 16, "rem": 16, "ex": 8, "ch": 8, "mm": 3.8, "cm": 38, "in": 96, "pc": 16}  # of a screen, in a unit
# The address of a picture by which a mail program sees that the mail was opened.
_OPENED = regex(
    r"/(?:track(?:ing)?/open|wf/open|e/o|emailopen)\b|/(?:open|pixel|beacon)\.(?:php|gif|png|aspx?)\?", re.IGNORECASE
)
_NOTHING = regex(r"\s*+0++(?:\.0++)?+\s*+[a-z%]*+\s*+\Z", re.IGNORECASE)
_DECLARATION = regex(r"(?<![\w-])([\w-]++)\s*+:\s*+([^;!]*+)")
_HIDDEN = {("display", "none"), ("visibility", "hidden"), ("mso-hide", "all")}


def address_of(picture: Element) -> str:
    """Return the address of *picture* as it is written, or ""; a placeholder only if there is no other.

    Pictures that are loaded late have it in an attribute for scripts, others only in `srcset`
    or in the `source` elements of a `picture`.
    """
    if late := _first(picture, _LATE):
        return late
    if late := _largest(_first(picture, _LATE_SETS)):
        return late
    src = (picture.get("src") or "").strip()
    if src and not _is_placeholder(src):
        return src
    return _largest(picture.get("srcset") or "") or _address_of_sources(picture) or src


def set_of(element: Element) -> str:
    """Return the `srcset` of a picture or a `source`, which scripts may keep in another attribute, or ""."""
    return _first(element, _LATE_SETS) or element.get("srcset") or ""


def candidates(srcset: str) -> list[tuple[str, str]]:
    """Return the addresses in *srcset*, each with its width or density.

    >>> candidates("a.jpg 300w, b.jpg")
    [('a.jpg', '300w'), ('b.jpg', '')]
    """
    return [(found[1], (found[2] or "") + (found[3] or "")) for found in _CANDIDATE.finditer(srcset)]


def is_invisible(picture: Element) -> bool:
    """Return whether *picture* is hidden or too small to be seen, as those that track readers."""
    style = {name.lower(): value.strip().lower() for name, value in _DECLARATION.findall(picture.get("style") or "")}
    if picture.get("hidden") is not None or _HIDDEN & style.items():
        return True
    if _OPENED.search(picture.get("src") or ""):
        return True
    sides = [style.get(name) or picture.get(name) or "" for name in ("width", "height")]
    if all(_is_tiny(side, most=2) for side in sides):
        return True
    return any(map(_is_tiny, [*sides, style.get("max-width", ""), style.get("max-height", "")]))


def _is_tiny(size: str, most: float = 1) -> bool:
    """Return whether *size* is at most so many points."""
    if not size:
        return False  # as most
    found = _SIZE.match(size)
    if found and found[1].strip("."):
        return float(found[1]) * _POINTS.get(found[2].lower(), 1) <= most
    return _NOTHING.match(size) is not None


def _first(element: Element, names: tuple[str, ...]) -> str:
    """Return the first of the attributes *names* that holds an address, or ""."""
    values = ((element.get(name) or "").strip() for name in names)
    return next((value for value in values if value and not _is_no_file(value)), "")


def _is_no_file(address: str) -> bool:
    return address.startswith(("data:", "about:", "#"))


def _is_placeholder(address: str) -> bool:
    return _is_no_file(address) or _PLACEHOLDER.search(address) is not None


def _largest(srcset: str) -> str:
    """Return the address of the largest candidate in *srcset*, the first one of equals, or ""."""
    found = [(address, _number(size)) for address, size in candidates(srcset) if not _is_no_file(address)]
    return max(found, key=lambda one: one[1])[0] if found else ""


def _number(size: str) -> float:
    try:
        return float(size[:-1])
    except ValueError:
        return 1.0


def _address_of_sources(picture: Element) -> str:
    """Return an address from the sources around *picture*; the last one is of the format that most readers know."""
    around = islice(picture.iterancestors(), _MOST_SOURCES)  # the HTML parser nests what follows a source
    holder = next((element for element in around if element.tag == "picture"), None)
    sources = list(islice(holder.iter("source"), _MOST_SOURCES)) if holder is not None else []
    return next((found for source in reversed(sources) if (found := _largest(set_of(source)))), "")
