"""Read labels, which are notes of people about the topics of sections, in several forms.

A file is JSON, JSON Lines or YAML. It may hold entries (as `feeds entries --jsonl` prints
them), issues with labelled sections and items, or topics with their titles and other names.
A folder is an index: a file for each topic, whose front matter has its title, its aliases
and the places that mention it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct, field

from feeds.curation.learning import TopicNames
from feeds.errors import FeedsError, Where
from feeds.files import read_file, text_of
from feeds.regex import regex
from feeds.text.yaml import load_texts
from feeds.urls import slugify

_FRONT_MATTER = regex(r"\A---[^\S\n]*+\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_LARGEST = 1_000_000  # bytes read of a page of an index
_IN_BRACKETS = regex(r"(?<!\s)\s*+\(([^()]*+)\)")


class LabelledPlace(Struct, frozen=True, kw_only=True):
    """A section or an item that has labels."""

    path: str  # of its post
    kind: str
    id: str
    title: str
    opening: str  # the text that it begins with
    topics: frozenset[str]


class IndexedAddress(Struct, frozen=True, kw_only=True):
    """An address that an index lists under a topic."""

    address: str
    topic: str


class Labels(Struct, frozen=True, kw_only=True):
    """All that files and folders say about topics."""

    places: tuple[LabelledPlace, ...] = ()
    mentions: tuple[IndexedAddress, ...] = ()
    names: Mapping[str, TopicNames] = field(default_factory=dict)  # of topics, by slug

    def __bool__(self) -> bool:
        return bool(self.places or self.mentions or self.names)

    def __add__(self, other: Labels) -> Labels:
        return Labels(
            places=self.places + other.places,
            mentions=self.mentions + other.mentions,
            names={**self.names, **other.names},
        )


def read_labels(paths: Iterable[Path]) -> Labels:
    """Return the labels in the files and folders at *paths*.

    Raises:
        FeedsError: one cannot be read, or has no labels.
    """
    labels = Labels()
    for path in paths:
        found = _labels_in_folder(path) if path.is_dir() else _labels_in(_values_of(path))
        if not found:
            hint = "lines of `feeds entries --jsonl` with topics will do"
            raise FeedsError("has no labels", Where(str(path)), hint)
        labels += found
    return labels


def _values_of(path: Path) -> Any:
    where = Where(str(path))
    try:
        text = read_file(path).decode("utf-8-sig")
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


def _labels_in(values: Any) -> Labels:
    if isinstance(values, list):
        entries = (value for value in _blocks(values) if isinstance(value.get("source"), str) and "topics" in value)
        return Labels(places=tuple(_place(entry["source"], entry) for entry in entries))
    if not isinstance(values, dict):
        return Labels()
    places = [
        _place(str(issue.get("source", "")), {**place, "kind": kind})
        for issue in _blocks(values.get("issues"))
        for kind in ("section", "item")
        for place in _blocks(issue.get(f"{kind}s"))
    ]
    topics = [topic for topic in _blocks(values.get("topics")) if isinstance(topic.get("slug"), str)]
    return Labels(places=tuple(places), names={topic["slug"]: _names(topic) for topic in topics})


def _labels_in_folder(folder: Path) -> Labels:
    labels = Labels()
    for file in sorted(folder.rglob("*.md")):
        labels += _labels_in_page(file)
    return labels


def _labels_in_page(file: Path) -> Labels:
    """Return the labels in one page of an index: title, aliases, and lists of places that have `url`."""
    found = _FRONT_MATTER.match(text_of(file, _LARGEST).replace("\r\n", "\n"))
    try:
        values = load_texts(found[1]) if found else None
    except yaml.YAMLError:
        return Labels()
    if not isinstance(values, dict) or not values.get("title"):
        return Labels()
    slug = str(values.get("slug") or slugify(file.stem))
    listed = (place.get("url") for blocks in values.values() for place in _blocks(blocks))
    mentions = tuple(IndexedAddress(address=url, topic=slug) for url in listed if isinstance(url, str))
    return Labels(mentions=mentions, names={slug: _names(values)})


def _place(path: str, values: Mapping[str, Any]) -> LabelledPlace:
    topics = values.get("topics")
    return LabelledPlace(
        path=path,
        kind=str(values.get("kind", "section")),
        id=str(values.get("id") or ""),
        title=str(values.get("title") or ""),
        opening=str(values.get("start") or values.get("text") or ""),
        topics=frozenset(topic for topic in (topics if isinstance(topics, list) else []) if isinstance(topic, str)),
    )


def _names(values: Mapping[str, Any]) -> TopicNames:
    title = str(values.get("title") or "")
    aliases = values.get("aliases") or values.get("title-aliases") or []
    names = [title, str(values.get("shortname") or ""), *(aliases if isinstance(aliases, list) else [aliases])]
    split = [part for name in map(str, names) for part in (_IN_BRACKETS.sub("", name), *_IN_BRACKETS.findall(name))]
    return TopicNames(title=title, others=tuple(dict.fromkeys(part for part in split if part)))


def _blocks(value: Any) -> Iterator[Mapping[str, Any]]:
    yield from (item for item in (value if isinstance(value, list) else []) if isinstance(item, dict))
