"""Assign topics to stored issues, and look again at those whose links lead elsewhere; no post is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Config, TopicRule
from feeds.model import Entry, StampedIssue, join_topics
from feeds.pipeline.decisions.applying import apply_needs
from feeds.pipeline.linking import LinkBook
from feeds.pipeline.posts.pending import rules_of, tag_topics_of
from feeds.pipeline.surveying import LinkNeeds
from feeds.store import NO_EFFECT, Effect, Store, join_effects
from feeds.store.marks import links_mark, topics_mark
from feeds.topics import TopicRules


class Assignment(Struct, frozen=True, kw_only=True):
    """The topics that there are, and what assigning them changed."""

    rules: tuple[TopicRule, ...]
    effect: Effect


def known_rules(config: Config, store: Store) -> tuple[TopicRule, ...]:
    """Return the rules of all topics, with those that earlier runs made of tags."""
    return rules_of(config, store.topics.tag_topics())


def assign_topics(
    config: Config, store: Store, known: TopicRules, linking: LinkBook, needs: Sequence[LinkNeeds]
) -> Assignment:
    """Bring the topics of all stored issues up to date, now that all tags are known.

    *needs* are those of the issues that were read; they have the topics of the *known* rules.
    """
    before = known_rules(config, store)
    made = tag_topics_of(config, store)
    store.topics.save_tag_topics(made)
    rules = rules_of(config, made)
    compiled = known if rules == before else TopicRules(rules)
    fresh = {one.issue for one in needs} if rules == before else set()
    effects = list[Effect]()
    if store.marks.topics() != (mark := topics_mark(rules)):
        improved = store.web.improved()
        for key, _ in store.issues.live():
            if key not in fresh:
                effects.append(_reassign(store, key, compiled, linking if key in improved else None))
        store.marks.save_topics(mark)
    for key in sorted(_to_look_at(config, store, linking, needs)):
        store.web.set_better(key, linking.marks_of(key))
        effects.append(_look_again(store, key, compiled, linking))
    return Assignment(rules=rules, effect=join_effects(effects))


def _reassign(store: Store, key: str, rules: TopicRules, linking: LinkBook | None) -> Effect:
    """Assign topics by other *rules* to the issue with *key*; an issue that keeps its topics has not changed.

    With *linking* they are assigned by where its links lead, too.
    """
    stored = store.entries.of_issue(key)
    parts = _assigned(stored.parts, rules, linking)
    if all(part.topics == stored.parts[name].topics for name, part in parts.items()):
        return NO_EFFECT
    return _save(store, key, stored.whole, parts)


def _look_again(store: Store, key: str, rules: TopicRules, linking: LinkBook) -> Effect:
    """Assign topics to the issue with *key*, whose links turned out to lead elsewhere: so it changes in any case."""
    stored = store.entries.of_issue(key)
    return _save(store, key, stored.whole, _assigned(stored.parts, rules, linking))


def _assigned(parts: Mapping[str, Entry], rules: TopicRules, linking: LinkBook | None) -> dict[str, Entry]:
    """Return *parts* of an issue with their topics and, with *linking*, their original links."""
    led = {name: linking.with_originals(part) if linking else part for name, part in parts.items()}
    return {name: replace(part, topics=rules.topics_of(part, part.origin)) for name, part in led.items()}


def _save(store: Store, key: str, whole: Entry, parts: Mapping[str, Entry]) -> Effect:
    store.entries.set_topics(key, replace(whole, topics=join_topics(parts.values())), parts)
    return Effect(store.archives.related(key), listed=frozenset({key}))


def _to_look_at(config: Config, store: Store, linking: LinkBook, needs: Sequence[LinkNeeds]) -> set[str]:
    """Return the issues of which links may lead elsewhere than when they were last looked at."""
    if store.marks.links() != (mark := links_mark(config)):
        read = {one.issue for one in needs}
        others = [linking.needs_of(_stored(store, key, path)) for key, path in store.issues.live() if key not in read]
        for one in others:
            apply_needs(store, one)
        needs = [*needs, *others]
        store.marks.save_links(mark)
    queue = store.web.queue()
    store.web.empty_queue()
    known = store.web.with_news({one.issue: one.page for one in needs})
    return {*queue, *known, *(one.issue for one in needs if one.has_dead)}


def _stored(store: Store, key: str, path: str) -> StampedIssue:
    stored = store.entries.of_issue(key)
    return StampedIssue(
        key=key,
        path=path,
        digest="",
        title=stored.whole.title,
        published=None,
        expires=None,
        whole=stored.whole,
        parts=stored.parts,
    )
