"""Show each formula once, as MathML or TeX, where KaTeX, MathJax or MediaWiki drew it for the eye and wrote it again.

MathML stays as it is, apart from its annotations. Readers who see only its words (in a summary, or in a
reader that drops the elements) needs signs between them: so that a half is 1/2 and not 12, these are
inserted in a form that a browser does not show.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from lxml import etree

from feeds.markup.html.attributes import has_many_attributes
from feeds.markup.html.survey import Survey
from feeds.markup.nodes import MATHML, Element, all_text, remove
from feeds.regex import regex

_MARKS = (b"<math", b"katex", b"MathJax", b"mjx-", b"math/tex", b"latex-rendered")
_ELEMENTS = ("math", "mjx-container", "script")
_DRAWING = ("katex", "MathJax", "latex-rendered")  # in the class of other elements
_DRAWN = regex(
    r"(?:\A|\s)(?:katex|MathJax|MathJax_(?:Display|SVG|SVG_Display|CHTML)|mjx-chtml|mwe-math-element)(?:\s|\Z)"
)
_PREVIEW = regex(r"(?:\A|\s)MathJax_Preview(?:\s|\Z)")
_SOURCES = ("annotation", "annotation-xml")
_SUPERFLUOUS = ("script", "style", "mglyph", "malignmark")
_BETWEEN = {"mfrac": "/", "msup": "^", "msub": "_", "msubsup": "_^"}
_PRIMES = frozenset("′″‴*∗†'")
_DEEPEST = 100  # elements in one another; formulas have about ten


def has_formulas(made_of: Survey, source: bytes) -> bool:
    """Return whether a body *made_of* this, parsed from *source*, may have a formula that `read_formulas` changes."""
    if made_of.has_any(*_ELEMENTS):
        return any(mark in source for mark in _MARKS)
    return bool(made_of.classes) and any(name in made_of.classes for name in _DRAWING)


def read_formulas(body: Element) -> None:
    """Replace what draws a formula in *body* by its MathML, or else by its TeX, and simplify all MathML."""
    for element in list(body.iter("span", "div", "mjx-container", "script")):
        if element.tag == "script":
            _read_script(element)
        elif element.tag == "mjx-container" or _DRAWN.search(element.get("class") or ""):
            _read_drawn(element)
        elif element.get("class") == "latex-rendered":  # of Substack
            _write_tex(element, _expression_of(element), display=True)
    for math in list(body.iter("math")):
        if next(math.iterancestors("math"), None) is None:  # those within others are read with them
            _read_math(math)


def _read_drawn(element: Element) -> None:
    """Leave in *element*, the drawing of a formula, only the formula."""
    if element.getparent() is None:
        return  # it was part of another drawing
    math = _math_in(element)
    if math is not None:
        math.tail = None
        if element.get("display") == "true" or "Display" in (element.get("class") or ""):
            math.set("display", "block")
        _empty(element)
        element.append(math)
    elif tex := _latex_in(element):
        _write_tex(element, tex, display=element.get("display") == "true")
    elif element.tag == "mjx-container" or "MathJax" in (element.get("class") or ""):
        _empty(element)
    _drop_preview(element)


def _math_in(element: Element) -> Element | None:
    """Return the MathML in *element*, or in an attribute of it, which MathJax 2 has if it is told to."""
    math = next(element.iter("math"), None)
    written = element.get("data-mathml")
    if math is not None or not written or has_many_attributes(written):
        return math
    return etree.fromstring(f"<html><body>{written}</body></html>", etree.HTMLParser()).find("body/math")


def _latex_in(element: Element) -> str:
    return next((one.get("data-latex", "") for one in element.iter() if one.get("data-latex")), "")


def _drop_preview(element: Element) -> None:
    before = element.getprevious()
    if before is not None and _PREVIEW.search(before.get("class") or ""):
        _empty(before)


def _expression_of(element: Element) -> str:
    try:
        given = json.loads(element.get("data-attrs") or "{}")
        return str(given.get("persistentExpression") or "")
    except (ValueError, AttributeError, RecursionError):
        return ""


def _read_script(script: Element) -> None:
    """Show the TeX in *script* unless MathJax has drawn it already."""
    kind = (script.get("type") or "").lower()
    if not kind.startswith("math/tex"):
        return
    before = script.getprevious()
    drawn = before is not None and "MathJax" in (before.get("class") or "") and len(before) > 0
    if not drawn:
        _drop_preview(script)
        _write_tex(script, script.text or "", display="display" in kind)


def _write_tex(element: Element, tex: str, *, display: bool) -> None:
    sign = "$$" if display else "$"
    tex = tex.strip().removeprefix("% <![CDATA[").removesuffix("%]]>").strip()  # as kramdown writes it
    _empty(element)
    element.tag = "span" if element.tag == "script" else element.tag
    element.attrib.clear()
    element.text = f"{sign}{tex}{sign}" if tex else None


def _empty(element: Element) -> None:
    element.text = None
    for child in list(element):
        element.remove(child)


def _read_math(math: Element) -> None:
    """Simplify *math*; words in an element of that name that are no MathML stay as words."""
    if next(math.iterdescendants(*MATHML), None) is None:
        if all_text(math).strip():
            math.tag = "span"
        else:
            remove(math)
        return
    for source in list(math.iter(*_SOURCES, *_SUPERFLUOUS)):
        remove(source)
    for element in list(math.iterdescendants()):
        _read_element(element)
    etree.strip_tags(math, "semantics", "unknown")
    _tidy(math.iter())
    if _depth(math) < _DEEPEST:
        for element in list(math.iter("msqrt", *_BETWEEN)):
            _insert_signs(element)


def _read_element(element: Element) -> None:
    tag = element.tag
    if tag == "mfenced":
        _open_fence(element)
    elif tag in ("maction", "menclose"):
        element.tag = "mrow"
    elif tag not in MATHML and tag != "semantics":
        element.tag = "unknown"


def _open_fence(fence: Element) -> None:
    """Write *fence*, which browsers no longer know, as a row with its brackets and separators."""
    separators = "".join((fence.get("separators", ",")).split())
    for place, child in enumerate(list(fence)[:-1]):
        if separators:
            child.addnext(_operator(separators[min(place, len(separators) - 1)]))
    fence.insert(0, _operator(fence.get("open", "(")))
    fence.append(_operator(fence.get("close", ")")))
    fence.tag = "mrow"
    fence.attrib.clear()


def _operator(sign: str) -> Element:
    operator = etree.Element("mo")
    operator.text = sign[:10]
    return operator


def _tidy(elements: Iterable[Element]) -> None:
    """Remove the blanks that have no meaning: between elements, and line breaks in words."""
    for element in elements:
        element.text = " ".join((element.text or "").split()) if len(element) == 0 else None
        if element.tag != "math":
            element.tail = None


def _depth(math: Element) -> int:
    """Return how deeply the elements of *math* are nested, up to the limit."""
    level: list[Element] = [math]
    for depth in range(_DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return depth
    return _DEEPEST


def _insert_signs(element: Element) -> None:
    """Insert the signs of *element* that its words alone lack: "a/(b+c)" for a fraction."""
    if element.tag == "msqrt":
        row = etree.SubElement(element, "mrow")
        row.extend(list(element)[:-1])
        _hide_around(row, "√")
        return
    first, *parts = list(element) or [element]
    signs = _BETWEEN[str(element.tag)]
    if len(parts) != len(signs):
        return  # it is not complete
    if element.tag == "mfrac" and len(first) > 1:
        _hide_around(first, "")
    for part, sign in zip(parts, signs, strict=True):
        if all_text(part) not in _PRIMES:
            _hide_around(part, sign)


def _hide_around(part: Element, before: str) -> None:
    """Insert *before* in front of *part*, and brackets around it if it has several elements."""
    row = etree.Element("mrow")
    part.addprevious(row)
    several = len(part) > 1
    row.append(_hidden(before + "(" * several))
    row.append(part)
    if several:
        row.append(_hidden(")"))


def _hidden(sign: str) -> Element:
    """Return *sign* as MathML that takes no room and is not drawn."""
    padded = etree.Element("mpadded", width="0px")
    etree.SubElement(etree.SubElement(padded, "mphantom"), "mtext").text = sign
    return padded
