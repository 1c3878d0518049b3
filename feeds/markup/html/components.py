"""Components of a site (`<my-card>`), and other elements that no feed carries, around blocks."""

from __future__ import annotations

from feeds.markup.html.elements import HANDLED
from feeds.markup.html.survey import Survey
from feeds.markup.nodes import BLOCKS, VOID, WRAPPERS, Element
from feeds.markup.sanitising import TAGS

_KNOWN = BLOCKS | VOID | HANDLED | TAGS
# Blocks that the parser leaves in a paragraph, as those of a newer HTML than its own, and what may have become one.
_IN_PARAGRAPHS = frozenset(
    "article aside details figcaption figure font footer header main nav section span summary thead".split()
)
PLAIN = _KNOWN - _IN_PARAGRAPHS
_OUTSIDE = WRAPPERS | {"p"}  # blocks in which components are looked for
_ROOMS = WRAPPERS | {"body"}


def open_components(body: Element, made_of: Survey) -> None:
    """Turn elements of *body* that are not known, and hold blocks, into wrappers, so that these are cut as any others.

    They would be taken for words, and put into a paragraph, as Markdown does if they begin within a line. Those within
    other blocks, such as lists, stay. *body* is *made_of* this.
    """
    if made_of.tags <= PLAIN:
        return
    waiting, found = [body], list[Element]()
    while waiting:
        element = waiting.pop()
        found.append(element)
        waiting += [child for child in element if len(child) and ((tag := child.tag) in _OUTSIDE or tag not in _KNOWN)]
    for element in reversed(found):  # inner ones first
        if element.tag not in _ROOMS and not BLOCKS.isdisjoint([child.tag for child in element]):
            element.tag = "div"
