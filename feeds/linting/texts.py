"""Shapes of texts that RSS, Atom and OPML have in common, and checks of texts that are plain or HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from feeds.linting import values
from feeds.linting.findings import Finding
from feeds.linting.html import html_faults, markup_in_text
from feeds.linting.shapes import CheckContext, Element, Shape, found, found_in, label, text_of


def plain(element: Element, context: CheckContext) -> Iterator[Finding]:
    """Yield a finding if the text of *element*, which readers show as it is, has markup.

    "&#x" in its line is how the RSS profile writes a character that is meant.
    """
    faults = list(markup_in_text(text_of(element)))
    if faults and not (faults[0].text.endswith('"') and _is_meant(element, context)):
        yield found(faults[0].rule, element, f"{label(element)} {faults[0].text}")


def _is_meant(element: Element, context: CheckContext) -> bool:
    line = element.sourceline or 0
    return bool(line) and line <= len(context.lines) and b"&#x" in context.lines[line - 1].lower()


def html(element: Element, context: CheckContext) -> Iterator[Finding]:
    """Yield the findings of the text of *element* as HTML."""
    yield from found_in(element, html_faults(text_of(element)))


def blank(element: Element, context: CheckContext) -> Iterator[Finding]:
    """Yield a finding if *element* is empty."""
    if not text_of(element) and not len(element):
        yield found("empty", element, f"{label(element)} is empty")


def plain_text(*, required: bool = False, attributes: Mapping[str, values.Check | None] | None = None) -> Shape:
    """Return the shape of a plain text; where it is *required*, it is not empty."""
    return Shape(text=True, checks=(plain, blank) if required else (plain,), attributes=attributes or {})


def html_text() -> Shape:
    """Return the shape of a text that is HTML."""
    return Shape(text=True, checks=(html,))
