"""Topics made from tags, with slugs that never collide or change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from feeds.config import Clue, TopicRule
from feeds.model import TagTopic
from feeds.text.patterns import wildcard
from feeds.topics.words import key_of
from feeds.urls import short_hash, slugify

_SPOKEN = (("&", " and "), ("+", " plus "), ("#", " sharp "), ("@", " at "), ("%", " percent "), ("*", " star "))


def mint_tag_topics(
    counts: Mapping[str, int], known: Iterable[TagTopic], least: int, ignore: Sequence[str]
) -> list[TagTopic]:
    """Return the topics made from tags, by key: those *known* already, and new ones.

    *counts* are the numbers of issues that have each tag, as written. A known topic stays as
    long as an issue has its tag. No two have the same slug. If the slug is that of a topic in
    config.yaml, the tag belongs to that topic, and keeps the address if the topic is removed.
    """
    remembered = {topic.key: topic for topic in known}
    ignored = [wildcard(pattern) for pattern in ignore]
    spellings: dict[str, dict[str, int]] = {}
    for tag, count in counts.items():
        if (key := key_of(tag)) and not any(pattern.fullmatch(tag) for pattern in ignored):
            spellings.setdefault(key, {})[tag] = count
    used = {topic.slug for topic in remembered.values()}
    topics = []
    for key in sorted(spellings, key=lambda key: (not _is_plain(key), key)):  # a plain name has the first claim
        topic = remembered.get(key)
        if topic is None and sum(spellings[key].values()) >= least:
            topic = TagTopic(key=key, slug=_free_slug(key, used), title=_mostly(spellings[key]))
            used.add(topic.slug)
        if topic is not None:
            topics.append(topic)
    return sorted(topics, key=lambda topic: topic.key)


def with_tag_topics(rules: Sequence[TopicRule], topics: Iterable[TagTopic]) -> tuple[TopicRule, ...]:
    """Return *rules* and a rule for each of the *topics*; one in config.yaml takes up the tag of its name."""
    made: list[TopicRule] = []
    owners = {key: rule.slug for rule in rules for key in _names_of(rule)}
    by_slug = {slug: rule.slug for rule in rules for slug in (rule.slug, *rule.aliases)}
    taken: dict[str, list[Clue]] = {}
    for topic in topics:
        clue = Clue(topic.title, literal=True)
        if owner := owners.get(topic.key) or by_slug.get(topic.slug):
            taken.setdefault(owner, []).append(clue)
        else:
            made.append(TopicRule(slug=topic.slug, title=topic.title, tags=(clue,)))
    completed = (replace(rule, tags=(*rule.tags, *taken[rule.slug])) if rule.slug in taken else rule for rule in rules)
    return (*completed, *made)


def _names_of(rule: TopicRule) -> Iterator[str]:
    """Yield the keys of the tags that are the topic of *rule*."""
    yield key_of(rule.slug)
    yield key_of(rule.name)
    yield from (key_of(alias) for alias in rule.aliases)
    yield from (key_of(clue.written) for clue in (*rule.tags, *rule.categories) if "*" not in clue.written)


def _is_plain(key: str) -> bool:
    return slugify(key).replace("-", " ") == key


def _free_slug(key: str, used: Collection[str]) -> str:
    """Return a slug for *key* that is not *used*: of its letters, and if that is taken, with a hash of it.

    >>> _free_slug("c++", ()), _free_slug("c", ()), _free_slug("q&a", ()), _free_slug("q&a", ("q-and-a",))
    ('c-plus-plus', 'c', 'q-and-a', 'q-and-a-353c23e3')
    """
    spoken = key
    for mark, words in _SPOKEN:
        spoken = spoken.replace(mark, words)
    plain = slugify(spoken)[:50].strip("-") or f"x-{short_hash(key)}"
    if plain not in used:
        return plain
    hashed = f"{plain}-{short_hash(key)}"
    return hashed if hashed not in used else f"{plain}-{short_hash(key + ' again')}"


def _mostly(spellings: Mapping[str, int]) -> str:
    return max(sorted(spellings), key=lambda tag: spellings[tag])
