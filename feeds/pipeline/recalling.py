"""Before the posts are read: where the memory was lost, recover it from the feeds that are out.

First from the output directory, then, as in a clean clone, from the public address. What
is found is put into the store as if earlier runs had; the posts then find themselves in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from feeds.config import Config
from feeds.digests import digest_of
from feeds.errors import Problem, Where
from feeds.model import PrintedFeed, Restored
from feeds.past import (
    Fetcher,
    Gathered,
    PastFeed,
    PastWindow,
    content_of,
    find_windows,
    gather_below,
    gather_from,
    is_volume,
    recover,
)
from feeds.render import ATOM, FORMATS, JSON, RSS, SUBSCRIPTIONS, WITHDRAWN
from feeds.store import Store
from feeds.topics import key_of
from feeds.urls import host

_RECOVERED = "recovered"  # the fingerprint of a feed whose last one is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """What was recovered, and what there is to say of it."""

    issues: Mapping[str, Restored] = field(default_factory=dict)  # by key
    volumes: Mapping[str, bytes] = field(default_factory=dict)  # of archives, as they are at the public address
    notices: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def recall_lost(config: Config, output: Path, store: Store, now: datetime, *, ask: bool) -> Recalled:
    """Recover the memory, if *store* has none, and return what was recovered.

    With *ask* the public address is asked where *output* has no feed of ours.
    """
    if not store.is_new():
        return Recalled()
    place, found = config.publish.directory + "/", gather_below(output, WITHDRAWN)
    if not found.documents and ask and _may_ask(config):
        place, found = config.root, _gather_from_address(config)
    problems = _problems(found)
    current = {path: feed for path, feed in found.documents.items() if not is_volume(path)}
    volumes = [feed for path, feed in found.documents.items() if is_volume(path)]
    recovery = recover(list(current.values()), volumes, found.withdrawn, config.posts.directory)
    if not recovery.issues:
        is_first = place == config.root and not problems
        return Recalled(problems=problems, notices=(_nothing(place),) if is_first else ())
    if recovery.authority:
        store.remember("authority", recovery.authority)
    for restored in recovery.issues:
        store.restore(restored, now)
    for past in find_windows(found.documents):
        _remember(past, output, found.contents, store)
    store.topics.save_tag_topics(_tag_topics(current, config))
    notice = Problem(
        Where(place),
        f"the memory in .feeds was lost; ids and dates of {recovery.entries} entries were recovered from these feeds",
    )
    return Recalled(
        issues={restored.issue.key: restored for restored in recovery.issues},
        volumes=found.contents,
        notices=(notice,),
        problems=problems,
    )


def _may_ask(config: Config) -> bool:
    if config.publish.recover != "auto":
        return config.publish.recover == "always"
    from feeds.web import is_public, is_reserved

    name = host(config.root)
    try:
        return is_public(name)
    except ValueError:  # no number
        return "." in name and not is_reserved(name)


def _gather_from_address(config: Config) -> Gathered:
    from feeds.pipeline.asking import make_client

    files = [format.file for format in (JSON, ATOM, RSS) if format.key in config.feeds.formats]
    with closing(make_client(config, trusted=[host(config.root)])) as client:
        return gather_from(config.root, files, SUBSCRIPTIONS, WITHDRAWN, Fetcher(client).get)


def _problems(found: Gathered) -> tuple[Problem, ...]:
    if found.failure is None:
        return ()
    message = f"{found.failure.problem.message}, so the lost memory could not be recovered from it"
    hint = (
        "ids may be minted anew, and subscribers see entries twice: delete .feeds and build again when it answers,"
        " or set publish.recover to never if nothing was published yet"
    )
    return (Problem(found.failure.problem.where, message, hint),)


def _nothing(place: str) -> Problem:
    return Problem(Where(place), "no feeds of ours are here yet, so this is a first build")


def _tag_topics(feeds: Mapping[str, PastFeed], config: Config) -> Iterator[tuple[str, str, str]]:
    """Yield (key, slug, title) of the topics of *feeds* that config.yaml does not have, so that tags keep their slugs.

    Whether a tag has made them is told by the tags of the posts.
    """
    if not config.from_tags.enabled:
        return
    written = {slug for rule in config.topics for slug in (rule.slug, *rule.aliases)}
    for path, feed in feeds.items():
        folder, _, rest = path.partition("/")
        slug, name = rest.partition("/")[0], feed.title.removeprefix(f"{config.site.title}: ")
        if folder == "topics" and slug not in written and name != feed.title:
            yield key_of(name), slug, name


def _remember(past: PastWindow, output: Path, volumes: Mapping[str, bytes], store: Store) -> None:
    """Have *store* know what a feed carried, where it ends and what its archive holds.

    *volumes* are documents of the archive that are not in *output* yet, by path.
    """
    store.printed.save_feed(past.path, PrintedFeed(fingerprint=_RECOVERED, entries=dict.fromkeys(past.carried, "")))
    store.archives.save_window(past.path, past.window)
    for name, ids in past.volumes.items():
        folder = f"{past.path}archive/{name}/"
        contents = {
            one.key: volumes.get(folder + one.file) or content_of(output / folder / one.file) for one in FORMATS
        }
        digests: dict[str, str] = {key: digest_of(content) for key, content in contents.items() if content}
        store.archives.find_volume(past.path, name, ids, digests)
