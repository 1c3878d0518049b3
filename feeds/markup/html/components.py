"""Components of a site (`<my-card>`), and other elements that no feed carries, around blocks."""

from __future__ import annotations

from feeds.markup.html.elements import HANDLED
from feeds.markup.nodes import BLOCKS, VOID, WRAPPERS, Element
from feeds.markup.sanitising import TAGS

_KNOWN = BLOCKS | VOID | HANDLED | TAGS
_OUTSIDE = WRAPPERS | {"p"}  # blocks in which components are looked for
_ROOMS = WRAPPERS | {"body"}


def open_components(body: Element) -> None:
    """Turn elements of *body* that are not known, and hold blocks, into wrappers, so that these are cut as any others.

    They would be taken for words, and put into a paragraph, as Markdown does if they begin within a line. Those within
    other blocks, such as lists, stay.
    """
    waiting, found = [body], list[Element]()
    while waiting:
        element = waiting.pop()
        found.append(element)
        waiting += [child for child in element if len(child) and ((tag := child.tag) in _OUTSIDE or tag not in _KNOWN)]
    for element in reversed(found):  # inner ones first
        if element.tag not in _ROOMS and not BLOCKS.isdisjoint([child.tag for child in element]):
            element.tag = "div"
