"""Look once at what a parsed body is made of, by which most passes over it know that they have nothing to do."""

from __future__ import annotations

from itertools import chain

from msgspec import Struct

from feeds.markup.nodes import Element

_LEADING = ("href", "src")  # attributes


class Survey(Struct, frozen=True, kw_only=True):
    """The kinds of the elements of a body, as it was parsed; passes over it add blocks and words in bold alone."""

    elements: tuple[Element, ...]  # all; held, or lxml makes a new object whenever one is asked for
    tags: frozenset[str]
    attributes: frozenset[str]  # their names
    classes: str  # all of them, a blank between two
    addresses: list[str]  # of links, pictures and whatever else leads somewhere, as they are written

    def has_any(self, *tags: str) -> bool:
        """Return whether there is an element with one of *tags*."""
        return not self.tags.isdisjoint(tags)


def survey(body: Element) -> Survey:
    """Return what *body* is made of."""
    elements = tuple(body.iterdescendants())
    named = [(element, names) for element in elements if (names := element.keys())]
    return Survey(
        elements=elements,
        tags=frozenset(map(str, {element.tag for element in elements})),
        attributes=frozenset(chain.from_iterable([names for _, names in named])),
        classes=" ".join([element.get("class", "") for element, names in named if "class" in names]),
        addresses=[element.get(name, "") for element, names in named for name in _LEADING if name in names],
    )
