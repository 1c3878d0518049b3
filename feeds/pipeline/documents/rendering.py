"""From what a run decided to print to documents, one at a time, so that only one is in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import datetime

from msgspec import Struct

from feeds.config import Config
from feeds.digests import digest_of
from feeds.languages import Phrases
from feeds.model import Document, FeedContent
from feeds.pipeline.carried.archiving import Carried
from feeds.pipeline.carried.carrying import CarriedFeeds
from feeds.pipeline.documents.archive_pages import PlannedArchivePage
from feeds.pipeline.documents.common_rendering import make_card, render_common
from feeds.pipeline.documents.feed_plans import FeedPrint
from feeds.pipeline.documents.finishing import Finisher
from feeds.pipeline.documents.listing import ArchiveLister
from feeds.pipeline.documents.page_rendering import render_page
from feeds.pipeline.documents.paging import PlannedPage
from feeds.pipeline.documents.printing import Print, PrintPlan, shown_topics
from feeds.pipeline.documents.searchable import index_text
from feeds.pipeline.documents.sparing import Elements, spare_elements
from feeds.pipeline.documents.volume_plans import PrintedVolume
from feeds.pipeline.linking import LinkBook
from feeds.render.articles import ArticlePrinter
from feeds.render.forms import Forms
from feeds.render.page import Card, render_feed_page
from feeds.render.press import Press
from feeds.render.references import Publication
from feeds.render.withdrawn import WITHDRAWN, render_withdrawn
from feeds.store import Store


class RenderInputs(Struct, frozen=True, kw_only=True):
    """The inputs with which all documents are made."""

    config: Config
    store: Store
    now: datetime
    carrying: CarriedFeeds
    printing: PrintPlan
    linking: LinkBook
    finisher: Finisher
    phrases: Phrases
    recalled: Mapping[str, bytes]  # volumes as they were published, and are not here; by path
    read: Callable[[str], bytes]  # what is published, by path

    @property
    def publication(self) -> Publication:
        """The facts that the documents of all feeds have in common."""
        topics = {rule.slug: rule.name for rule in self.config.topics}
        return Publication(root=self.config.root, topics=topics, whole=self.carrying.whole, hub=self.config.publish.hub)


def render_documents(rendering: RenderInputs, prints: Iterable[Document]) -> Iterator[Document]:
    """Yield the documents that are to be printed; *prints* are those of pages, volumes and feeds.

    The index and the subscription list come last: the files that they link to are there by then.
    """
    printing = rendering.printing
    yield from prints
    yield from render_common(printing.common, rendering.phrases)
    if printing.search.changed:
        yield from index_text(rendering.config, rendering.store, rendering.linking, rendering.now)
    yield from _withdrawn(rendering)


class Presses(Struct, frozen=True):
    """The renderers, which keep parts that documents have in common; each process has its own."""

    feeds: Press
    archives: ArchiveLister


def presses_for(rendering: RenderInputs) -> Presses:
    """Return what the documents of *rendering* are made with."""
    topics = shown_topics(rendering.config, rendering.carrying)
    lister = ArchiveLister(
        rendering.config, rendering.store, rendering.now, rendering.linking, topics, rendering.phrases
    )
    return Presses(Press(rendering.publication, forms=Forms(rendering.store.forms.get)), lister)


def render_one(rendering: RenderInputs, presses: Presses, one: Print) -> Iterator[Document]:
    """Yield the page of an issue or of an archive, or the documents of a volume or a feed."""
    press = presses.feeds
    if isinstance(one, PlannedPage):
        yield render_page(rendering.config, rendering.store, rendering.now, rendering.linking, one)
    elif isinstance(one, PlannedArchivePage):
        yield presses.archives.render(one)
    elif isinstance(one, PrintedVolume):
        yield from _volume(rendering, press, one)
    else:
        yield from _feed(rendering, press, one)


def _volume(rendering: RenderInputs, press: Press, one: PrintedVolume) -> Iterator[Document]:
    """Yield the documents of a volume; one that was recalled is published as it was."""
    content: FeedContent | None = None
    for format in one.formats:
        path = one.folder + format.file
        recalled, digest = rendering.recalled.get(path), one.volume.digests.get(format.key)
        if recalled and digest_of(recalled) == digest:
            yield Document(path=path, content=recalled, digested=True)
            continue
        content = content or _content_of_volume(rendering, one)
        yield press.make(format, content)


def _content_of_volume(rendering: RenderInputs, one: PrintedVolume) -> FeedContent:
    """Return the content of a volume, as new as the newest change in it."""
    feed, volume = one.carried.feed, one.volume
    shelved = rendering.store.archives.entries_of(feed.path, volume.number, rendering.now)
    entries = tuple(rendering.finisher.shelve(one.carried.plan, entry) for entry in shelved)
    moments = [*(entry.updated for entry in entries), *([volume.updated] if volume.updated else [])]
    return FeedContent(
        feed=feed,
        path=one.folder,
        updated=max(moments, default=one.carried.state.updated),
        entries=entries,
        previous=one.previous,
        next=one.next,
    )


def _feed(rendering: RenderInputs, press: Press, one: FeedPrint) -> Iterator[Document]:
    """Yield the documents of a feed, in each format, and its page if that shows a change."""
    formats, ids = rendering.printing.formats, [slot.id for slot in one.carried.entries]
    spared = spare_elements(one, formats, rendering.read)
    content = _content_of_feed(rendering, one.carried, one.same if spared.elements else frozenset())
    for format in formats:
        elements = spared.elements.get(one.carried.feed.path + format.file, {})
        yield press.make(format, content, [elements.get(id) for id in ids])
    card = make_card(one.carried, rendering.carrying, rendering.printing.histories, rendering.phrases)
    articles = _articles(rendering, card, content, spared.elements.get(card.feed.page_path, {}), ids)
    if articles != spared.articles or not one.page_stays:
        whole, phrases = rendering.carrying.whole, rendering.phrases
        yield render_feed_page(rendering.config, card, articles, whole, formats, phrases)


def _articles(
    rendering: RenderInputs, card: Card, content: FeedContent, spared: Elements, ids: Sequence[str]
) -> tuple[bytes, ...]:
    """Return the entries with these *ids* as they are on the page of their feed."""
    topics = shown_topics(rendering.config, rendering.carrying)
    printer = ArticlePrinter(rendering.config, rendering.phrases, topics, card.home, card.topic)
    made = {entry.id: entry for entry in content.entries}
    return tuple(spared.get(id) or printer.write(made[id]).encode() for id in ids)


def _content_of_feed(rendering: RenderInputs, carried: Carried, same: Set[str]) -> FeedContent:
    """Return the content of a feed, without the entries whose elements are the *same* as they were."""
    state, finish = carried.state, rendering.finisher.finish
    return FeedContent(
        feed=carried.feed,
        path=carried.feed.path,
        updated=state.updated,
        entries=tuple(finish(carried.plan, slot) for slot in carried.entries if slot.id not in same),
        deletions=state.deletions,
        complete=state.complete,
        cut=state.cut,
        previous=carried.newest_volume,
    )


def _withdrawn(rendering: RenderInputs) -> Iterator[Document]:
    """Yield the list of what was withdrawn, if it changed; the first withdrawal makes the file."""
    if not rendering.printing.lists_withdrawn:
        return
    document = render_withdrawn(rendering.store.departures.all(), rendering.config.posts.directory)
    is_known = rendering.store.marks.withdrawn() == digest_of(document.content)
    if not is_known or WITHDRAWN in rendering.printing.missing:
        yield document
