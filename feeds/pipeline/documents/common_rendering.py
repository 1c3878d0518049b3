"""The documents that belong to no feed, rendered (`common_documents` decides which)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from feeds.languages import Phrases
from feeds.model import Document, History
from feeds.pipeline.carried.archiving import Carried
from feeds.pipeline.carried.carrying import CarriedFeeds
from feeds.pipeline.documents.common_documents import FIXED, INDEX, LISTS, CommonInputs, CommonPlan
from feeds.pipeline.documents.shelves import find_archive
from feeds.render import page
from feeds.render.assets import render_assets
from feeds.render.formats import formats_of
from feeds.render.frame import render_feed_style
from feeds.render.headlines import LatestEntry
from feeds.render.histories import make_overview
from feeds.render.hosting import NO_JEKYLL, render_headers
from feeds.render.opml import SUBSCRIPTIONS, TOPICS, render_opml
from feeds.render.search_page import render_search_page


def render_common(plan: CommonPlan, phrases: Phrases) -> Iterator[Document]:
    """Yield the documents of *plan* that have changed."""
    for group in plan.changed:
        yield from _RENDERERS[group.name](plan.inputs, phrases)


def make_card(
    one: Carried,
    carrying: CarriedFeeds,
    histories: Mapping[str, History],
    phrases: Phrases,
    *,
    whole: History | None = None,
    latest: tuple[LatestEntry, ...] = (),
) -> page.Card:
    """Return the card of a feed with its *latest* entries; its history is shown within that of the *whole* newsletter.

    On the page of a feed it is shown by itself: that page is rendered only if its own feed changes.
    """
    plan, published = one.plan, one.dates
    if plan.ended:
        return page.make_card(one.feed, one.state, plan.name, published[1:], (), phrases, ended=plan.ended)
    history = histories.get(one.feed.path)
    return page.make_card(
        one.feed,
        one.state,
        plan.name,
        published,
        latest,
        phrases,
        moved_to=plan.moved_to,
        overview=make_overview(history, whole or history) if history else None,
        archive=find_archive(one, carrying),
    )


def _index(inputs: CommonInputs, phrases: Phrases) -> Iterator[Document]:
    config, carrying, histories = inputs.config, inputs.carrying, inputs.histories
    whole = histories[carrying.whole.path]
    cards = [
        make_card(one, carrying, histories, phrases, whole=whole, latest=inputs.latest[one.feed.path])
        for one in inputs.listed
    ]
    quiet = {plan.name: plan.feed.subtitle for plan in carrying.quiet}
    yield page.render_index(config, cards, quiet, formats_of(config.feeds.formats))


def _lists(inputs: CommonInputs, phrases: Phrases) -> Iterator[Document]:
    config, feeds = inputs.config, [one.feed for one in inputs.listed]
    title, format = config.site.title, formats_of(config.feeds.formats)[0]
    about = phrases.say("{title}: feeds", title=title)
    yield render_opml(SUBSCRIPTIONS, about, feeds, inputs.updated, config.root, format)
    if topics := [feed for feed in feeds if feed.topic]:
        about = phrases.say("{title}: topics", title=title)
        yield render_opml(TOPICS, about, topics, inputs.updated, config.root, format)


def _fixed(inputs: CommonInputs, _: Phrases) -> Iterator[Document]:
    config = inputs.config
    if config.has_headers:
        yield render_headers(config)
    if config.pages.search:
        yield from render_search_page(config)
    yield NO_JEKYLL
    yield from render_assets(config.site.colour)
    yield render_feed_style(config)


_RENDERERS: Mapping[str, Callable[[CommonInputs, Phrases], Iterator[Document]]] = {
    LISTS: _lists,
    FIXED: _fixed,
    INDEX: _index,
}
