"""Read what somebody said about the topics of sections: labels to learn from, in several forms.

A file is JSON, JSON Lines or YAML. It may hold entries (as `feeds entries --jsonl` prints
them), issues with labelled sections and items, or topics with their titles and other names.
A folder is an index: a file for each topic, whose front matter has its title, its aliases
and the places that mention it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from feeds.errors import FeedsError, Where
from feeds.markup import to_text
from feeds.model import Entry
from feeds.topics import Example, Naming
from feeds.topics.words import fold
from feeds.urls import slugify
from feeds.yaml_text import load_texts

_FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_ALIKE = 24  # letters and digits that begin two texts that are one

Issues = Iterable[tuple[str, Entry, Sequence[Entry]]]


@dataclass(slots=True)
class Labels:
    """What was said: of which place which topics, and what the topics are called."""

    places: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)  # the path of a post, and the place in it
    mentions: list[tuple[str, str]] = field(default_factory=list)  # addresses, and a topic
    namings: dict[str, Naming] = field(default_factory=dict)


def read_labels(paths: Iterable[Path]) -> Labels:
    """Return what the files and folders at *paths* say.

    Raises:
        FeedsError: one cannot be read, or says nothing of topics.
    """
    labels = Labels()
    for path in paths:
        before = (len(labels.places), len(labels.mentions), len(labels.namings))
        if path.is_dir():
            for file in sorted(path.rglob("*.md")):
                _read_topic_page(file, labels)
        else:
            _take(_values_of(path), labels)
        if before == (len(labels.places), len(labels.mentions), len(labels.namings)):
            raise FeedsError(
                "says nothing of topics", Where(str(path)), "lines of `feeds entries --jsonl` with topics will do"
            )
    return labels


def examples_of(labels: Labels, issues: Issues) -> list[Example]:
    """Return the sections and items of *issues* that *labels* speak of, with their topics."""
    by_path: dict[str, list[Mapping[str, Any]]] = {}
    for source, place in labels.places:
        by_path.setdefault(source, []).append(place)
    by_address: dict[tuple[str, str], set[str]] = {}
    for address, topic in labels.mentions:
        by_address.setdefault(_address_key(address), set()).add(topic)
    examples = []
    for path, _, parts in issues:
        places = by_path.get(path) or by_path.get(f"posts/{path}") or []
        found: dict[str, tuple[Entry, set[str]]] = {}
        for place in places:
            if entry := _entry_at(place, parts):
                found.setdefault(entry.id, (entry, set()))[1].update(_topics_in(place))
        for entry in parts:
            for key in _addresses_of(entry):
                if topics := by_address.get(key):
                    found.setdefault(entry.id, (entry, set()))[1].update(topics)
        examples += _finest(found.values())
    return examples


def _finest(found: Collection[tuple[Entry, set[str]]]) -> list[Example]:
    """Return examples of what was *found* in an issue, without sections of which the items tell more."""
    told = {entry.section for entry, topics in found if entry.kind == "item" and topics}
    return [
        Example(entry, frozenset(topics))
        for entry, topics in found
        if entry.kind == "item" or entry.position not in told
    ]


def examples_with_topics(issues: Issues) -> list[Example]:
    """Return the sections of *issues* as examples of the topics that they have."""
    return [
        Example(entry, frozenset(entry.topics))
        for _, _, parts in issues
        for entry in parts
        if entry.kind == "section" and not entry.dropped
    ]


def _values_of(path: Path) -> Any:
    where = Where(str(path))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FeedsError(f"cannot be read: {error.strerror}", where, "check its name and permissions") from error
    except UnicodeDecodeError as error:
        raise FeedsError(f"cannot be read: {error}", where, "save it as UTF-8") from error
    try:
        if path.suffix in (".yaml", ".yml"):
            return load_texts(text)
        if path.suffix == ".jsonl":
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        return json.loads(text)
    except (ValueError, yaml.YAMLError) as error:
        raise FeedsError(f"cannot be understood: {error}", where, "write JSON, JSON Lines or YAML") from error


def _take(values: Any, labels: Labels) -> None:
    if isinstance(values, list):
        for value in values:
            if isinstance(value, dict) and isinstance(value.get("source"), str) and "topics" in value:
                labels.places.append((value["source"], value))
        return
    if not isinstance(values, dict):
        return
    for issue in _blocks(values.get("issues")):
        for grain in ("sections", "items"):
            for place in _blocks(issue.get(grain)):
                labels.places.append((str(issue.get("source", "")), {**place, "kind": grain[:-1]}))
    for topic in _blocks(values.get("topics")):
        if isinstance(topic.get("slug"), str):
            labels.namings[topic["slug"]] = _naming(topic)


def _read_topic_page(file: Path, labels: Labels) -> None:
    """Read one page of an index: title, aliases, and a list of places that have `url`."""
    found = _FRONT_MATTER.match(file.read_text(encoding="utf-8-sig", errors="replace"))
    try:
        values = load_texts(found[1]) if found else None
    except yaml.YAMLError:
        return
    if not isinstance(values, dict) or not values.get("title"):
        return
    slug = str(values.get("slug") or slugify(file.stem))
    labels.namings[slug] = _naming(values)
    for listed in values.values():
        for place in _blocks(listed):
            if isinstance(place.get("url"), str):
                labels.mentions.append((place["url"], slug))


def _naming(values: Mapping[str, Any]) -> Naming:
    title = str(values.get("title") or "")
    aliases = values.get("aliases") or values.get("title-aliases") or []
    names = [title, str(values.get("shortname") or ""), *(aliases if isinstance(aliases, list) else [aliases])]
    split = [part for name in map(str, names) for part in (_IN_BRACKETS.sub("", name), *_IN_BRACKETS.findall(name))]
    return Naming(title=title, names=tuple(dict.fromkeys(part for part in split if part)))


def _blocks(value: Any) -> Iterator[Mapping[str, Any]]:
    yield from (item for item in (value if isinstance(value, list) else []) if isinstance(item, dict))


def _topics_in(place: Mapping[str, Any]) -> set[str]:
    topics = place.get("topics")
    return {topic for topic in (topics if isinstance(topics, list) else []) if isinstance(topic, str)}


def _entry_at(place: Mapping[str, Any], parts: Sequence[Entry]) -> Entry | None:
    """Return the entry that *place* is about: by its id, else by how it begins, else by its title."""
    kind = place.get("kind", "section")
    same = [part for part in parts if part.kind == kind or (kind == "item" and not part.has_items)]
    if found := next((part for part in parts if part.id and part.id == place.get("id")), None):
        return found
    start = _letters(str(place.get("start") or place.get("text") or ""))[:_ALIKE]
    if start:
        for part in same:
            body = _letters(to_text(part.content)[:200])
            if body.startswith(start) or (_letters(part.title) + body).startswith(start):
                return part
    title = fold(str(place.get("title") or ""))
    return next((part for part in same if title.strip() and fold(part.title) == title), None)


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _address_key(address: str) -> tuple[str, str]:
    """Return path and fragment of an *address*; an index may name it without the host."""
    parts = urlsplit(address)
    return parts.path.rstrip("/"), parts.fragment


def _addresses_of(entry: Entry) -> set[tuple[str, str]]:
    """Return where an index may say that *entry* is: its place in the issue, or the issue where that is one piece."""
    path, _ = _address_key(entry.origin.permalink)
    places = {entry.anchor, slugify(entry.title)} - {""}
    return {(path, place) for place in (*places, *([""] if entry.single else []))}
