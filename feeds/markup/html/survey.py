"""Look once at what a parsed body is made of, by which most passes over it know that they have nothing to do."""

from __future__ import annotations

from itertools import chain

from msgspec import Struct

from feeds.markup.nodes import Element


class Survey(Struct, frozen=True, kw_only=True):
    """The kinds of the elements of a body, as it was parsed; passes over it add blocks and words in bold alone."""

    elements: tuple[Element, ...]  # all; held, or lxml makes a new object whenever one is asked for
    tags: frozenset[str]
    attributes: frozenset[str]  # their names
    classes: str  # all of them, a blank between two

    def has_any(self, *tags: str) -> bool:
        """Return whether there is an element with one of *tags*."""
        return not self.tags.isdisjoint(tags)


def survey(body: Element) -> Survey:
    """Return what *body* is made of."""
    elements = tuple(body.iterdescendants())
    names = [element.keys() for element in elements]
    return Survey(
        elements=elements,
        tags=frozenset([str(element.tag) for element in elements]),
        attributes=frozenset(chain.from_iterable(filter(None, names))),
        classes=" ".join([one.get("class", "") for one, own in zip(elements, names, strict=True) if "class" in own]),
    )
