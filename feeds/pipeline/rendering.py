"""From what a run decided to print to documents, one at a time, so that only one is in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from feeds import render
from feeds.config import Config
from feeds.model import Document, Feed
from feeds.pipeline.archiving import Carried
from feeds.pipeline.carrying import Carrying
from feeds.pipeline.finishing import Finishing
from feeds.pipeline.linking import Linking
from feeds.pipeline.paging import render_pages
from feeds.pipeline.printing import FeedPrint, PrintedVolume, Printing, shown_topics
from feeds.pipeline.progress import Progress
from feeds.posts import digest_of
from feeds.render import Format
from feeds.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """What all documents are made with."""

    config: Config
    store: Store
    now: datetime
    carrying: Carrying
    printing: Printing
    linking: Linking
    finishing: Finishing
    recalled: Mapping[str, bytes]  # volumes as they were published, and are not here; by path


def render_documents(rendering: Rendering, progress: Progress) -> Iterator[Document]:
    """Yield the documents that are to be printed.

    Archives come before feeds, the index and the subscription list come last: what they link
    to is there by then.
    """
    printing = rendering.printing
    yield from render_pages(rendering.config, rendering.store, rendering.linking, printing.pages, printing.missing)
    for number, volume in enumerate(printing.volumes):
        progress("Binding archives", number, len(printing.volumes))
        yield from _volume(rendering, volume)
    for number, one in enumerate(printing.feeds):
        progress("Rendering feeds", number, len(printing.feeds))
        if one.changed:
            yield from _feed(rendering, one)
    if printing.index_changed:
        yield from _common(rendering)
    yield from _withdrawn(rendering)


def _volume(rendering: Rendering, one: PrintedVolume) -> Iterator[Document]:
    """Yield the documents of a volume; one that was recalled is published as it was."""
    filled: Feed | None = None
    for format in one.formats:
        path = one.folder + format.file
        content, digest = rendering.recalled.get(path), one.volume.digests.get(format.key)
        if content and digest_of(content) == digest:
            yield Document(path=path, content=content)
            continue
        filled = filled or _filled(rendering, one)
        yield _write(rendering, format, filled)


def _filled(rendering: Rendering, one: PrintedVolume) -> Feed:
    """Return the feed of a volume with the entries that it holds, as new as the newest change in them."""
    feed, volume = one.carried.feed, one.volume
    candidates = rendering.store.archives.entries_of(feed.path, volume.number, rendering.now)
    moments = [*(candidate.updated for candidate in candidates), *([volume.updated] if volume.updated else [])]
    return replace(
        feed,
        entries=tuple(rendering.finishing.finish(one.carried.plan, candidate) for candidate in candidates),
        updated=max(moments, default=feed.updated),
        path=one.folder,
        current=feed.path,
        previous=one.previous,
        next=one.next,
        complete=False,
        cut=None,
        volumes=(),
    )


def _feed(rendering: Rendering, one: FeedPrint) -> Iterator[Document]:
    """Yield the documents of a feed, in each format, and its page."""
    config, carrying, formats = rendering.config, rendering.carrying, rendering.printing.formats
    carried = one.carried
    entries = tuple(rendering.finishing.finish(carried.plan, candidate) for candidate in carried.entries)
    feed = replace(carried.feed, entries=entries)
    for format in formats:
        yield _write(rendering, format, feed)
    topics = shown_topics(config, carrying)
    yield render.render_feed_page(config, _card(rendering, carried), entries, topics, carrying.whole, formats)


def _write(rendering: Rendering, format: Format, feed: Feed) -> Document:
    topics, root = {rule.slug: rule.name for rule in rendering.config.topics}, rendering.config.root
    if format is render.RSS:
        return render.render_rss(feed, topics, root, rendering.carrying.whole)
    return (render.render_atom if format is render.ATOM else render.render_json)(feed, topics, root)


def _common(rendering: Rendering) -> Iterator[Document]:
    """Yield the subscription list, what hosts need, and the index."""
    config, carrying, formats = rendering.config, rendering.carrying, rendering.printing.formats
    cards = [_card(rendering, one) for one in carrying.shown if one.plan.listed]
    quiet = {plan.name: plan.feed.subtitle for plan in carrying.quiet}
    yield render.render_opml(f"{config.site.title}: feeds", [card.feed for card in cards], config.root, formats[0])
    yield from render.render_headers()
    yield render.render_index(config, cards, quiet, formats)


def _withdrawn(rendering: Rendering) -> Iterator[Document]:
    """Yield the list of what was withdrawn, if it changed; the first withdrawal makes the file."""
    if not rendering.printing.lists_withdrawn:
        return
    document = render.render_withdrawn(rendering.store.departures.all(), rendering.config.posts.directory)
    is_known = rendering.store.marks.withdrawn() == digest_of(document.content)
    if not is_known or render.WITHDRAWN in rendering.printing.missing:
        yield document


def _card(rendering: Rendering, carried: Carried) -> render.Card:
    plan, shown = carried.plan, [one for one in carried.entries if not one.withdrawn]
    published = [one.published for one in shown]
    if plan.ended:
        return render.make_card(carried.feed, plan.name, published[1:], (), ended=plan.ended)  # without the farewell
    latest = [rendering.finishing.finish(plan, one) for one in shown[:3]]
    return render.make_card(carried.feed, plan.name, published, latest, moved_to=plan.moved_to)
