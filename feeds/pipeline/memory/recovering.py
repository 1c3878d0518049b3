"""Recover a lost memory from the feeds that were published.

The output directory is asked first, then, as in a clean clone, the public address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from feeds.config import Config
from feeds.digests import digest_of
from feeds.errors import Problem, PublishError, Where
from feeds.model import NewVolume, PrintedFeed, TagTopic, Volume
from feeds.past import (
    Fetcher,
    PastDocuments,
    PastFeed,
    PastWindow,
    content_of,
    find_windows,
    gather_below,
    gather_from,
    is_volume,
    recover,
)
from feeds.pipeline.memory.parsing import parse_safely
from feeds.pipeline.memory.recalling import RECOVERED, Recalled, RecalledFeed
from feeds.render.formats import ATOM, FORMATS, JSON, RSS
from feeds.render.opml import SUBSCRIPTIONS
from feeds.render.withdrawn import WITHDRAWN
from feeds.topics import key_of
from feeds.urls import host


def recover_lost(config: Config, output: Path, *, ask: bool) -> Recalled:
    """Return what the feeds in *output* hold of the memory, or with *ask* those at the public address.

    Raises:
        PublishError: the feeds in *output* are those of another newsletter.
    """
    place, found = config.publish.directory + "/", gather_below(output, WITHDRAWN, parse_safely)
    _check_newsletter(found, config)
    if not found.documents and ask:
        place, found = config.root, _gather_from_address(config)
    problems = _problems(found)
    current = {path: feed for path, feed in found.documents.items() if not is_volume(path)}
    volumes = [feed for path, feed in found.documents.items() if is_volume(path)]
    recovery = recover(list(current.values()), volumes, found.withdrawn, config.posts.directory)
    if not recovery.issues:
        is_first = place == config.root and not problems
        notices = (_nothing(place), *_foreign(found)) if is_first else ()
        return Recalled(problems=problems, notices=notices)
    notice = Problem(
        Where(place),
        f"ids and dates of {recovery.entries} entries were read back from these feeds, "
        "because .feeds has no memory of them",
        "this is normal in a fresh clone or on a clean machine",
    )
    return Recalled(
        authority=recovery.authority,
        issues={issue.key: issue for issue in recovery.issues},
        feeds=tuple(_feed(past, output, found.contents) for past in find_windows(found.documents)),
        tag_topics=tuple(_tag_topics(current, config)),
        volumes=found.contents,
        notices=(notice,),
        problems=problems,
    )


def _check_newsletter(found: PastDocuments, config: Config) -> None:
    """Raise PublishError if the feeds that were *found* have another title and another address than those of *config*.

    A newsletter that moves keeps its title, and one that is renamed its address.
    """
    files = (format.file for format in (JSON, ATOM, RSS))
    feed = next((found.documents[file] for file in files if file in found.documents), None)
    if feed and feed.address and feed.title != config.site.title and host(feed.address) != host(config.root):
        message = f"holds the feeds of another newsletter, {feed.title!r} at {feed.address}"
        hint = (
            "set publish.directory to a folder of its own; or, if it was renamed and moved, change one after the other"
        )
        raise PublishError(message, Where(config.publish.directory), hint)


def _gather_from_address(config: Config) -> PastDocuments:
    from feeds.pipeline.asking import make_client

    files = [format.file for format in (JSON, ATOM, RSS) if format.key in config.feeds.formats]
    with closing(make_client(config, trusted=[host(config.root)])) as client:
        return gather_from(config.root, files, SUBSCRIPTIONS, WITHDRAWN, Fetcher(client).get, parse_safely)


def _problems(found: PastDocuments) -> tuple[Problem, ...]:
    if found.failure is None:
        return ()
    message = f"{found.failure.problem.message}, so this is taken for the first build: all ids and dates are new"
    hint = (
        "if feeds are published there, delete .feeds and build again when it answers; else set publish.recover: never"
    )
    return (Problem(found.failure.problem.where, message, hint),)


def _nothing(place: str) -> Problem:
    return Problem(Where(place), "no feeds of ours are here yet, so this is the first build")


def _foreign(found: PastDocuments) -> tuple[Problem, ...]:
    """Return a notice of the first feed of another program at the public address: it may have subscribers."""
    hint = "if people subscribe to it, take over its ids before you publish: feeds adopt --replace "
    fault = "another program has a feed here"
    return tuple(Problem(Where(address), fault, hint + address) for address in found.foreign[:1])


def _tag_topics(feeds: Mapping[str, PastFeed], config: Config) -> Iterator[TagTopic]:
    """Yield the topics of *feeds* that config.yaml does not have, so that tags keep their slugs.

    Whether a tag made them is seen from the tags of the posts.
    """
    if not config.from_tags.enabled:
        return
    written = {slug for rule in config.topics for slug in (rule.slug, *rule.aliases)}
    for path, feed in feeds.items():
        folder, _, rest = path.partition("/")
        slug, name = rest.partition("/")[0], feed.title.removeprefix(f"{config.site.title}: ")
        if folder == "topics" and slug not in written and name != feed.title:
            yield TagTopic(key=key_of(name), slug=slug, title=name)


def _feed(past: PastWindow, output: Path, contents: Mapping[str, bytes]) -> RecalledFeed:
    """Return what *past* was; *contents* are documents of its archive that are not in *output* yet, by path."""
    return RecalledFeed(
        path=past.path,
        printed=PrintedFeed(fingerprint=RECOVERED, entries=dict.fromkeys(past.carried, "")),
        window=past.window,
        volumes=tuple(
            NewVolume(_volume(number, past.path, name, output, contents), ids)
            for number, (name, ids) in enumerate(past.volumes.items(), start=1)
        ),
    )


def _volume(number: int, feed: str, name: str, output: Path, contents: Mapping[str, bytes]) -> Volume:
    folder = f"{feed}archive/{name}/"
    documents = {one.key: contents.get(folder + one.file) or content_of(output / folder / one.file) for one in FORMATS}
    digests: dict[str, str] = {key: digest_of(content) for key, content in documents.items() if content}
    return Volume(number=number, name=name, updated=None, digests=digests)
