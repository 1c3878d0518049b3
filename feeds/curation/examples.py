"""Examples to learn from: the sections and items that labels refer to, with their topics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from feeds.curation.labels import LabelledPlace, Labels
from feeds.curation.learning import Example
from feeds.markup import to_text
from feeds.model import Entry, StoredIssue
from feeds.topics.words import fold
from feeds.urls import slugify

_OPENING = 24  # letters and digits by which two texts are recognised as one


def examples_of(labels: Labels, issues: Iterable[StoredIssue]) -> list[Example]:
    """Return the sections and items of *issues* that *labels* refer to, with their topics."""
    by_path: defaultdict[str, list[LabelledPlace]] = defaultdict(list)
    for place in labels.places:
        by_path[place.path].append(place)
    by_address: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for mention in labels.mentions:
        by_address[_address_key(mention.address)].add(mention.topic)
    examples = []
    for issue in issues:
        parts = tuple(issue.parts.values())
        found: dict[str, tuple[Entry, set[str]]] = {}
        for place in by_path.get(issue.path) or by_path.get(f"posts/{issue.path}") or []:
            if entry := _entry_at(place, parts):
                found.setdefault(entry.id, (entry, set()))[1].update(place.topics)
        for entry in parts:
            for key in _addresses_of(entry):
                if topics := by_address.get(key):
                    found.setdefault(entry.id, (entry, set()))[1].update(topics)
        examples += _finest(found.values())
    return examples


def examples_with_topics(issues: Iterable[StoredIssue]) -> list[Example]:
    """Return the sections of *issues* as examples of the topics that they have."""
    return [
        Example(entry, frozenset(entry.topics))
        for issue in issues
        for entry in issue.sections.values()
        if not entry.dropped
    ]


def _finest(found: Collection[tuple[Entry, set[str]]]) -> list[Example]:
    """Return the entries *found* in an issue as examples, without sections whose items have topics of their own."""
    covered = {entry.section for entry, topics in found if entry.kind == "item" and topics}
    return [
        Example(entry, frozenset(topics))
        for entry, topics in found
        if entry.kind == "item" or entry.position not in covered
    ]


def _entry_at(place: LabelledPlace, parts: Sequence[Entry]) -> Entry | None:
    """Return the entry at *place*: the one with its id, else with its opening, else with its title."""
    same = [part for part in parts if part.kind == place.kind or (place.kind == "item" and not part.has_items)]
    if found := next((part for part in parts if part.id and part.id == place.id), None):
        return found
    opening = _letters(place.opening)[:_OPENING]
    if opening:
        for part in same:
            body = _letters(to_text(part.content)[:200])
            if body.startswith(opening) or (_letters(part.title) + body).startswith(opening):
                return part
    title = fold(place.title)
    return next((part for part in same if title.strip() and fold(part.title) == title), None)


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _address_key(address: str) -> tuple[str, str]:
    """Return path and fragment of an *address*; an index may omit the host."""
    parts = urlsplit(address)
    return parts.path.rstrip("/"), parts.fragment


def _addresses_of(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the addresses at which an index may place *entry*: in its issue, or the issue if that is one piece."""
    path, _ = _address_key(entry.origin.permalink)
    for fragment in {entry.anchor, slugify(entry.title)} - {""}:
        yield path, fragment
    if entry.single:
        yield path, ""
