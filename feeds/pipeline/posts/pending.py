"""Find the changes that are not in the memory yet, by fingerprints and marks, before anything is read."""

from __future__ import annotations

from collections.abc import Mapping, Set

from msgspec import Struct

from feeds.config import Config, TopicRule
from feeds.model import MeasuredFile, TagTopic
from feeds.pipeline.posts.measuring import find_resized
from feeds.site import Site
from feeds.stillness import SeenPosts
from feeds.store import Store
from feeds.store.marks import budget_mark, cutting_mark, links_mark, reading_mark, topics_mark
from feeds.topics import mint_tag_topics, with_tag_topics


class Pending(Struct, frozen=True, kw_only=True):
    """The work of a run. False where there is none, so that nothing needs to be written."""

    found: Mapping[str, str]  # the posts that there are: path to fingerprint
    is_first: bool  # whether no post was ever read
    has_new: bool  # whether there is a post that is not an issue yet; it may be one whose file was moved
    by_look: bool  # whether a look has compared the posts with those of the last run, after which no file was missing
    changed: tuple[str, ...]  # the paths of the posts to be read
    resized: frozenset[str]  # those among them whose recordings have another length, whether they changed or not
    files: Mapping[str, tuple[MeasuredFile, ...]]  # what is remembered of recordings, by post
    gone: frozenset[str]  # the paths of the posts that are no longer there
    items: bool  # whether sections are cut into items
    recut: bool  # whether published issues are cut by other settings than before
    fresh: bool  # whether every post is to be read, changed or not
    other: bool  # whether something else than posts has changed

    def __bool__(self) -> bool:
        return self.other or self.fresh or bool(self.gone) or bool(self.changed)


class _Differences(Struct, frozen=True, kw_only=True):
    """The differences between the posts that there are and those that were read."""

    changed: Set[str]  # the paths of those that are new, or not as they were, or to be read again
    new: Set[str]  # those among them that were never read, or are to be read again
    gone: frozenset[str]  # the paths of those that are no longer there


def find_pending(
    store: Store,
    site: Site,
    found: Mapping[str, str],
    *,
    seen: SeenPosts | None = None,
    items: bool = False,
    fresh: bool = False,
) -> Pending:
    """Return what is to be done for the posts that were *found*, perhaps by a look that has *seen* what changed.

    With *items* sections are cut into items, as they are where a feed carries items or
    still shows some. With *fresh* every post is read.
    """
    config, files = site.config, store.posts.files()
    resized = (find_resized(site, files) if files else frozenset()) & found.keys()
    items = items or config.wants_items or store.printed.shows_items()
    marks = store.marks
    fresh = fresh or marks.reading() != reading_mark(config, items=items)
    again = resized | _to_try_again(config, store, found)
    differing = _compare_with(store, found, seen) if seen else _compare(store, found)
    return Pending(
        found=found,
        is_first=not store.posts.any(),
        has_new=bool(differing.new),
        by_look=seen is not None,
        changed=tuple(sorted(found if fresh else differing.changed | again)),
        resized=resized,
        files=files,
        gone=differing.gone,
        items=items,
        recut=marks.cutting() not in (None, cutting_mark(config, items=items)),
        fresh=fresh,
        other=_has_other_work(store, config),
    )


def _has_other_work(store: Store, config: Config) -> bool:
    """Return whether an update does anything even if no post changes."""
    marks, tag_topics = store.marks, tag_topics_of(config, store)
    return (
        store.is_new()
        or marks.authority() != authority_of(config, store)
        or marks.links() != links_mark(config)
        or marks.topics() != topics_mark(rules_of(config, tag_topics))
        or not {topic.key for topic in tag_topics} <= {topic.key for topic in store.topics.tag_topics()}
        or bool(store.web.queue())
    )


def _to_try_again(config: Config, store: Store, found: Mapping[str, str]) -> frozenset[str]:
    """Return the posts that could not be read; with another budget they may be."""
    is_same = store.marks.budget() == budget_mark(config)
    return frozenset() if is_same else frozenset(store.posts.not_understood()) & found.keys()


def _compare(store: Store, found: Mapping[str, str]) -> _Differences:
    """Return how the posts that were *found* differ from those that were read."""
    known = store.posts.fingerprints()
    changed = {path for path, fingerprint in found.items() if known.get(path) != fingerprint}
    return _Differences(
        changed=changed,
        new={path for path in changed if not known.get(path)},
        gone=frozenset(known.keys() - found.keys()),
    )


def _compare_with(store: Store, found: Mapping[str, str], seen: SeenPosts) -> _Differences:
    """Return the same without asking for all posts that were read: the look has *seen* which are not as they were."""
    differing, again = seen.differing(), set(store.posts.to_read_again())
    changed = (differing | again) & found.keys()
    known = {path for path in changed if path not in again and store.posts.get(path)}
    return _Differences(changed=changed, new=changed - known, gone=frozenset((differing | again) - changed))


def authority_of(config: Config, store: Store) -> str:
    """Return the domain in ids: as configured, else that of the first run, even if the site has moved."""
    return config.identity.authority or store.marks.authority() or config.authority


def tag_topics_of(config: Config, store: Store) -> list[TagTopic]:
    """Return the topics that the tags of stored issues make, if *config* wants such."""
    if not config.from_tags.enabled:
        return []
    settings, memory = config.from_tags, store.topics
    return mint_tag_topics(memory.tag_counts(), memory.tag_topics(), settings.least, settings.ignore)


def rules_of(config: Config, tag_topics: list[TagTopic]) -> tuple[TopicRule, ...]:
    """Return the rules of all topics of *config* and of *tag_topics*."""
    return with_tag_topics(config.topics, tag_topics) if config.from_tags.enabled else config.topics
