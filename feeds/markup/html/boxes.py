"""Recognise boxes (admonitions, alerts, callouts) that a generator has rendered: quotations with a label in bold.

Those that are written in Markdown are read by `boxes`.
"""

from __future__ import annotations

from feeds.markup.nodes import Element, wrap_content

#: The classes of labels: docutils, Sphinx, Python-Markdown and MkDocs; GitHub; Quarto and Obsidian; Bootstrap.
_LABELS = frozenset(("admonition-title", "markdown-alert-title", "callout-title", "alert-heading"))
_BOLD = ("b", "strong")


def has_rendered_boxes(classes: str) -> bool:
    """Return whether a body with *classes* may have boxes that `read_rendered_boxes` recognises."""
    return bool(classes) and any(label in classes for label in _LABELS)


def read_rendered_boxes(body: Element) -> None:
    """Turn the boxes of *body* into quotations that begin with their label in bold."""
    for label in list(body.iter("p", "div")):
        if _LABELS.isdisjoint((label.get("class") or "").split()):
            continue
        if next(label.iter(*_BOLD), None) is None:
            wrap_content(label, "strong")
        label.tag = "p" if next(label.iter("p", "div", "ul", "ol"), label) is label else label.tag
        box = label.getparent()
        if box is not None and box is not body and box.tag in ("div", "aside", "section"):
            box.tag = "blockquote"
