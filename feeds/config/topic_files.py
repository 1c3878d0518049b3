"""Collect the topics of config.yaml: those in the file itself, in files that it includes, and from the tags of posts.

A topic may be in several of them: for example in a file that `feeds topics learn` wrote, and
in config.yaml, where its curator adds rules. Blocks with the same slug become one topic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from feeds.beside import read_beside
from feeds.config.places import Location, PlacedYaml
from feeds.errors import ConfigError, Problem, Where
from feeds.files import leads_out

FROM_TAGS = "from-tags"
_LARGEST = 900_000  # bytes of a file of topics; below the size at which `read_beside` cuts files off


class GatheredTopics(Struct, frozen=True, kw_only=True):
    """The values of a config.yaml with all topics in one list."""

    values: Any
    beside: Mapping[str, bytes]  # the files that were included
    problems: tuple[Problem, ...]


class _Collector(Struct):
    """Collects the topics of the config in the folder *base*."""

    base: Path
    topics: list[Any] = field(default_factory=list)
    places: dict[Location, Where] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    beside: dict[str, bytes] = field(default_factory=dict)
    from_tags: bool = False
    _by_slug: dict[str, int] = field(default_factory=dict)  # the index of the first block with each slug

    def add(self, item: Any, at: Location, reader: PlacedYaml) -> None:
        """Add one item of the list of topics in config.yaml: a topic, a file, or the tags."""
        if item == FROM_TAGS:
            self.from_tags = True
        elif isinstance(item, dict) and "include" in item:
            self._include(item, reader.place((*at, "include")))
        else:
            self._append(item, at, reader)
            if isinstance(item, dict) and isinstance(item.get("slug"), str):
                self._by_slug.setdefault(item["slug"], len(self.topics) - 1)

    def _include(self, item: dict[str, Any], where: Where) -> None:
        """Take in the topics of the file that *item* names; report what is wrong with it."""
        name = item["include"]
        if len(item) > 1 or not isinstance(name, str) or not name or "\0" in name:
            self._report(where, "include must be the only key and name a file", "write '- include: FILE'")
            return
        reader = PlacedYaml(name)
        for number, block in enumerate(self._blocks_of(name, where, reader)):
            at: Location = ("topics", number)
            if isinstance(block, dict) and "include" not in block:
                self._take_in(block, at, reader)
            else:
                remedy = "write topics here, and include files in config.yaml"
                self._report(reader.place(at), "is not a topic", remedy)

    def _blocks_of(self, name: str, where: Where, reader: PlacedYaml) -> list[Any]:
        """Return the list of topics in the file *name*, which is included at *where*; it may be none."""
        content = read_beside(self.base, [name]).get(name)
        if content is None and leads_out(self.base / name, self.base):
            fault = f"the file {name!r} is a link that leads out of the folder of config.yaml"
            self._report(where, fault, "name the file that it leads to")
            return []
        if content is None:
            self._report(where, f"the file {name!r} cannot be read", "check its name and permissions")
            return []
        self.beside[name] = content
        if len(content) > _LARGEST:
            self._report(Where(name), "is too big", "split it into several files")
            return []
        try:
            values = reader.read(content.decode("utf-8-sig", "replace"))
        except ConfigError as error:
            self.problems += error.problems
            return []
        self.problems += reader.problems
        blocks = values.get("topics") if isinstance(values, dict) else None
        if isinstance(blocks, list) and len(values) == 1:
            return blocks
        self._report(Where(name, 1, 1), "is not a list of topics", "begin it with 'topics:'")
        return []

    def _report(self, where: Where, fault: str, remedy: str) -> None:
        self.problems.append(Problem(where, fault, remedy))

    def _take_in(self, block: dict[str, Any], at: Location, reader: PlacedYaml) -> None:
        """Add an included topic, or complete the topic with the same slug by it."""
        slug = block.get("slug")
        number = self._by_slug.get(slug) if isinstance(slug, str) else None
        if number is None:
            self._append(block, at, reader)
            if isinstance(slug, str):
                self._by_slug[slug] = len(self.topics) - 1
            return
        own = self.topics[number]
        for key, value in block.items():
            if isinstance(value, list) and isinstance(own.get(key, []), list):
                places = [reader.place((*at, key, place)) for place in range(len(value))]
                self._extend(own.setdefault(key, []), ("topics", number, key), value, places)
            elif key not in own:
                own[key] = value
                self.places[("topics", number, key)] = reader.place((*at, key))

    def _extend(self, clues: list[Any], at: Location, more: list[Any], places: list[Where]) -> None:
        """Add those of *more*, which are at *places*, that are not among the *clues* at the location *at*."""
        said = {_written(clue) for clue in clues}
        for clue, where in zip(more, places, strict=True):
            if _written(clue) not in said:
                self.places[(*at, len(clues))] = where
                clues.append(clue)

    def _append(self, item: Any, at: Location, reader: PlacedYaml) -> None:
        number = len(self.topics)
        self.topics.append({key: _copied(value) for key, value in item.items()} if isinstance(item, dict) else item)
        for place in reader.within(at):
            self.places[("topics", number, *place[len(at) :])] = reader.places[place]


def gather_topics(values: Any, base: Path, reader: PlacedYaml) -> GatheredTopics:
    """Return the *values* of the config in the folder *base* with all topics in one list.

    The topics of config.yaml itself come first and take precedence over those in files. The
    places of all topics are put into *reader*. Anything but a list of topics is left as it
    is; the checks that follow report it.
    """
    found = _Collector(base)
    topics = values.get("topics") if isinstance(values, dict) else None
    if topics == FROM_TAGS:
        topics = [FROM_TAGS]
    if not isinstance(topics, list):
        return GatheredTopics(values=values, beside={}, problems=())
    included = [isinstance(item, dict) and "include" in item for item in topics]
    for is_include in (False, True):
        for number, item in enumerate(topics):
            if included[number] == is_include:
                found.add(item, ("topics", number), reader)
    reader.places = {
        place: where for place, where in reader.places.items() if place[:1] != ("topics",) or len(place) == 1
    }
    reader.places.update(found.places)
    completed = {**values, "topics": found.topics}
    if found.from_tags:
        said = completed.get("from_tags", {})
        if isinstance(said, dict):
            completed["from_tags"] = {"enabled": True, **said}
    return GatheredTopics(values=completed, beside=found.beside, problems=tuple(found.problems))


def _copied(value: Any) -> Any:
    return list(value) if isinstance(value, list) else value


def _written(clue: Any) -> Any:
    """Return the text of a clue without its points."""
    if isinstance(clue, Mapping) and len(clue) == 1:
        return next(iter(clue))
    return tuple(clue) if isinstance(clue, Sequence) and not isinstance(clue, str) else clue
