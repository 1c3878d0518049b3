"""What a model of single values cannot see: names that clash, names of nothing, impossible times."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from typing import Any

from feeds.config.crontab import read_crontab
from feeds.config.places import Location
from feeds.errors import Problem, Where


def check(values: Any, place: Callable[[Location], Where]) -> Iterator[Problem]:
    """Yield the problems of *values* as they were read; other mistakes in them are no obstacle."""
    topics = _slugs(values, ("topics",))
    extras = _slugs(values, ("feeds", "extra"))
    yield from _twice(topics, place)
    yield from _twice(extras, place)
    known = [slug for _, slug in topics]
    for (*block, _), _ in extras:
        for key in ("topics", "exclude"):
            named = _at(values, (*block, key))
            for index, slug in enumerate(named if isinstance(named, list) else ()):
                if slug not in known:
                    close = difflib.get_close_matches(str(slug), known, n=1)
                    hint = f"did you mean {close[0]!r}?" if close else "add it to topics"
                    where = place((*block, key, index))
                    yield Problem(where, f"{key}: there is no topic {slug!r}", hint)
    yield from _cron(_at(values, ("schedule", "cron")), place(("schedule", "cron")))


def _slugs(values: Any, block: Location) -> list[tuple[Location, str]]:
    items = _at(values, block)
    found = []
    for number, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict) and isinstance(item.get("slug"), str):
            found.append(((*block, number, "slug"), item["slug"]))
    return found


def _twice(slugs: list[tuple[Location, str]], place: Callable[[Location], Where]) -> Iterator[Problem]:
    seen: dict[str, Where] = {}
    for location, slug in slugs:
        where = place(location)
        if slug in seen:
            yield Problem(where, f"the slug {slug!r} is taken by {seen[slug]}", "give one of them another slug")
        seen.setdefault(slug, where)


def _cron(line: object, where: Where) -> Iterator[Problem]:
    if isinstance(line, str) and line:
        try:
            read_crontab(line, "UTC")
        except ValueError as error:
            yield Problem(where, f"{line!r} is no crontab line: {error}", "write it such as '0 7 * * 1-5'")


def _at(values: Any, location: Location) -> Any:
    """Return the value at *location*, or None where there is none."""
    for part in location:
        if isinstance(values, dict) or (isinstance(values, list) and isinstance(part, int) and part < len(values)):
            values = values.get(part) if isinstance(values, dict) else values[part]  # type: ignore[index]
        else:
            return None
    return values
