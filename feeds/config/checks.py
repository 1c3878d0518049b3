"""Check what the models of single values cannot: names that clash, unknown names, invalid crontab lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from feeds.config.crontab import read_crontab
from feeds.config.settings import CLUE_KINDS, Mention, TopicRule
from feeds.errors import Problem, Where

if TYPE_CHECKING:
    from feeds.config.places import Location

_MOST_GUESSED = 20  # unknown topics for which the one that is meant is looked for: that takes a while among thousands


def check(values: Any, place: Callable[[Location], Where]) -> Iterator[Problem]:
    """Yield the problems of *values* as they were read; they may contain other mistakes."""
    topics = _slugs(values, ("topics",))
    extras = _slugs(values, ("feeds", "extra"))
    aliases = [alias for at, _ in topics for alias in _texts(values, (*at[:-1], "aliases"))]
    yield from _twice([*topics, *aliases], place)
    yield from _twice(extras, place)
    from_tags = _at(values, ("from_tags", "enabled")) is True  # then topics may come from the posts, too
    if not from_tags:
        yield from _without_rules(values, topics, place)
    for at, _ in extras:
        yield from _without_effect(_at(values, at[:-1]), at[:-1], place)
    if not from_tags:
        yield from unknown_topics(mentions_of(values, place), [slug for _, slug in (*topics, *aliases)])
    yield from _foreign_formats(values, place)
    yield from _cron(_at(values, ("schedule", "cron")), place(("schedule", "cron")))


def mentions_of(values: Any, place: Callable[[Location], Where]) -> tuple[Mention, ...]:
    """Return the places where *values* name topics: in extra feeds and in other topics."""
    blocks = [(at, key) for at, _ in _slugs(values, ("feeds", "extra")) for key in ("topics", "exclude")]
    blocks += [(at, "implies") for at, _ in _slugs(values, ("topics",))]
    return tuple(
        Mention(place(where), key, slug) for at, key in blocks for where, slug in _texts(values, (*at[:-1], key))
    )


def unknown_topics(mentions: Iterable[Mention], known: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each of the *mentions* of a topic that is not one of the *known* slugs."""
    slugs = frozenset(known)
    for number, one in enumerate(mention for mention in mentions if mention.slug not in slugs):
        close = _closest(one.slug, known) if number < _MOST_GUESSED else ""
        hint = f"did you mean {close!r}?" if close else "add it to topics"
        yield Problem(one.where, f"{one.setting}: there is no topic {one.slug!r}", hint)


def _closest(slug: str, known: Iterable[str]) -> str:
    import difflib  # most runs find nothing

    return next(iter(difflib.get_close_matches(slug[:100].lower(), known, n=1)), "")


def _slugs(values: Any, block: Location) -> list[tuple[Location, str]]:
    items = _at(values, block)
    found = []
    for number, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict) and isinstance(item.get("slug"), str):
            found.append(((*block, number, "slug"), item["slug"]))
    return found


def _without_rules(
    values: Any, topics: list[tuple[Location, str]], place: Callable[[Location], Where]
) -> Iterator[Problem]:
    """Yield a problem for each topic without a rule."""
    implied = {slug for at, _ in topics for _, slug in _texts(values, (*at[:-1], "implies"))}
    for at, slug in topics:
        block = _at(values, at[:-1])
        if slug not in implied and not any(block.get(kind) for kind in CLUE_KINDS) and not _is_misspelt(block):
            fault = f"topics[{at[1]}]: the topic has no rule"
            yield Problem(place(at[:-1]), fault, "give it headings, words, links or tags")


def _is_misspelt(block: Mapping[str, Any]) -> bool:
    """Return whether a topic has a setting that there is not."""
    from feeds.config.forms import settings_of  # with pydantic's core, which a known config does without

    return not block.keys() <= {one.written for one in settings_of(TopicRule)}


def _without_effect(extra: Any, at: Location, place: Callable[[Location], Where]) -> Iterator[Problem]:
    """Yield a problem for each setting of the feed *extra* that has no effect."""
    topics, excluded = (frozenset(text for _, text in _texts(extra, (key,))) for key in ("topics", "exclude"))
    if topics and topics <= excluded:
        yield Problem(place((*at, "exclude")), "exclude: every topic of the feed is excluded", "remove one of them")
    for setting, grain in (("abridged", "issue"), ("once", "item")):
        if extra.get(setting) is True and extra.get("grain", "section") != grain:
            yield Problem(place((*at, setting)), f"{setting}: it has no effect here", f"add 'grain: {grain}'")


def _foreign_formats(values: Any, place: Callable[[Location], Where]) -> Iterator[Problem]:
    """Yield a problem for each format of archives that feeds are not in: volumes link to their feed."""
    own = [text for _, text in _texts(values, ("feeds", "formats"))]
    for at, name in _texts(values, ("feeds", "archive", "formats")):
        if own and name not in own:
            fault = f"feeds.archive.formats: the feeds are not in {name!r}"
            yield Problem(place(at), fault, "add it to feeds.formats, or remove it here")


def _texts(values: Any, location: Location) -> list[tuple[Location, str]]:
    """Return the texts of a list with their places."""
    named = _at(values, location)
    texts = enumerate(named if isinstance(named, list) else ())
    return [((*location, index), text) for index, text in texts if isinstance(text, str)]


def _twice(slugs: list[tuple[Location, str]], place: Callable[[Location], Where]) -> Iterator[Problem]:
    seen: dict[str, Where] = {}
    for location, slug in slugs:
        where = place(location)
        if slug in seen:
            yield Problem(where, f"the slug {slug!r} is already used at {seen[slug]}", "give one of them another slug")
        seen.setdefault(slug, where)


def _cron(line: object, where: Where) -> Iterator[Problem]:
    if isinstance(line, str) and line:
        try:
            read_crontab(line, "UTC")
        except ValueError as error:
            yield Problem(where, f"{line!r} is not a valid crontab line: {error}", "write it like '0 7 * * 1-5'")


def _at(values: Any, location: Location) -> Any:
    """Return the value at *location*, or None if there is none."""
    for part in location:
        if isinstance(values, dict) or (isinstance(values, list) and isinstance(part, int) and part < len(values)):
            values = values.get(part) if isinstance(values, dict) else values[part]  # type: ignore[index]
        else:
            return None
    return values
