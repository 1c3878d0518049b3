"""The documents that belong to no feed: the index, the lists of feeds, and files that only settings change.

Each of these groups has a mark of what it shows. Other words in a section leave the index as it is, which takes
as long to render as four pages of feeds.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from feeds import render
from feeds.config import Config
from feeds.languages import Phrases
from feeds.model import Candidate, Document, History, Notice
from feeds.pipeline.carried.archiving import Carried
from feeds.pipeline.carried.carrying import CarriedFeeds
from feeds.pipeline.documents.paging import address_on_page
from feeds.pipeline.documents.shelves import find_archive
from feeds.render import Headline
from feeds.store import Store
from feeds.store.marks import rendering_mark

INDEX, LISTS, FIXED = "index", "lists", "fixed"


class CommonGroup(Struct, frozen=True, kw_only=True):
    """A group of documents that are rendered together."""

    name: str
    mark: str  # of all that they show
    changed: bool  # whether they have to be rendered


class CommonInputs(Struct, frozen=True, kw_only=True):
    """The inputs on which these documents depend."""

    config: Config
    store: Store
    carrying: CarriedFeeds
    histories: Mapping[str, History]
    settings: str  # the mark of the settings on which all documents depend
    latest: Mapping[str, tuple[Headline, ...]]  # the newest entries of listed feeds, by path, as the index shows them

    @property
    def listed(self) -> tuple[Carried, ...]:
        """The feeds that are listed, in the order of the index."""
        return _listed(self.carrying)

    @property
    def updated(self) -> datetime:
        """When the newest change in a feed was made."""
        return max(one.state.updated for one in self.listed)


def common_inputs(
    config: Config, store: Store, carrying: CarriedFeeds, histories: Mapping[str, History], settings: str
) -> CommonInputs:
    """Return the inputs of these documents, with the entries that the index shows."""
    return CommonInputs(
        config=config,
        store=store,
        carrying=carrying,
        histories=histories,
        settings=settings,
        latest=_headlines(config, store, _listed(carrying)),
    )


class CommonPlan(Struct, frozen=True, kw_only=True):
    """The documents that belong to no feed."""

    inputs: CommonInputs
    groups: tuple[CommonGroup, ...]  # the index last: the files that it links to are there by then

    @property
    def marks(self) -> dict[str, str]:
        """The marks of all groups, by name."""
        return {group.name: group.mark for group in self.groups}


def common_paths(config: Config, carrying: CarriedFeeds) -> dict[str, tuple[str, ...]]:
    """Return the paths of these documents, by the name of their group."""
    hosting = ("_headers", ".nojekyll") if config.has_headers else (".nojekyll",)
    has_topics = any(carried.feed.topic for carried in carrying.shown if carried.plan.listed)
    search = (render.SEARCH_PAGE, render.SEARCH_SCRIPT) if config.pages.search else ()
    return {
        LISTS: (render.SUBSCRIPTIONS, render.TOPICS) if has_topics else (render.SUBSCRIPTIONS,),
        FIXED: (*hosting, *render.ASSETS, *search),
        INDEX: ("index.html",),
    }


def plan_common(inputs: CommonInputs, paths: Mapping[str, tuple[str, ...]], missing: Collection[str]) -> CommonPlan:
    """Return which of these documents, those at *paths* by group, are to be rendered: also if they are *missing*."""
    known = inputs.store.marks.common()
    marks = {LISTS: _mark_of_lists(inputs), FIXED: rendering_mark(inputs.config), INDEX: _mark_of_index(inputs)}
    groups = []
    for name, text in marks.items():
        mark = hashlib.sha256(text.encode()).hexdigest()[:24]
        changed = known.get(name) != mark or any(path in missing for path in paths[name])
        groups.append(CommonGroup(name=name, mark=mark, changed=changed))
    return CommonPlan(inputs=inputs, groups=tuple(groups))


def render_common(plan: CommonPlan, phrases: Phrases) -> Iterator[Document]:
    """Yield the documents of *plan* that have changed."""
    for group in plan.groups:
        if group.changed:
            yield from _RENDERERS[group.name](plan.inputs, phrases)


def make_card(
    one: Carried,
    carrying: CarriedFeeds,
    histories: Mapping[str, History],
    phrases: Phrases,
    *,
    whole: History | None = None,
    latest: tuple[Headline, ...] = (),
) -> render.Card:
    """Return the card of a feed with its *latest* entries; its history is shown within that of the *whole* newsletter.

    On the page of a feed it is shown by itself: that page is rendered only if its own feed changes.
    """
    plan, published = one.plan, _dates(one)
    if plan.ended:
        return render.make_card(one.feed, one.state, plan.name, published[1:], (), phrases, ended=plan.ended)
    history = histories.get(one.feed.path)
    return render.make_card(
        one.feed,
        one.state,
        plan.name,
        published,
        latest,
        phrases,
        moved_to=plan.moved_to,
        overview=render.make_overview(history, whole or history) if history else None,
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
    yield render.render_index(config, cards, quiet, render.formats_of(config.feeds.formats))


def _lists(inputs: CommonInputs, phrases: Phrases) -> Iterator[Document]:
    config, feeds = inputs.config, [one.feed for one in inputs.listed]
    title, format = config.site.title, render.formats_of(config.feeds.formats)[0]
    about = phrases.say("{title}: feeds", title=title)
    yield render.render_opml(render.SUBSCRIPTIONS, about, feeds, inputs.updated, config.root, format)
    if topics := [feed for feed in feeds if feed.topic]:
        about = phrases.say("{title}: topics", title=title)
        yield render.render_opml(render.TOPICS, about, topics, inputs.updated, config.root, format)


def _fixed(inputs: CommonInputs, _: Phrases) -> Iterator[Document]:
    config = inputs.config
    if config.has_headers:
        yield render.render_headers(root=config.root, hub=config.publish.hub, search=config.pages.search)
    if config.pages.search:
        yield from render.render_search_page(config)
    yield render.NO_JEKYLL
    yield from render.render_assets(config.site.colour)
    yield render.render_feed_style(config)


_RENDERERS: Mapping[str, Callable[[CommonInputs, Phrases], Iterator[Document]]] = {
    LISTS: _lists,
    FIXED: _fixed,
    INDEX: _index,
}


def _mark_of_lists(inputs: CommonInputs) -> str:
    return repr((inputs.settings, inputs.updated, [one.feed for one in inputs.listed]))


def _mark_of_index(inputs: CommonInputs) -> str:
    """Return all that the index shows, from which cards are made."""
    carrying = inputs.carrying
    cards = (
        (
            one.feed,
            one.plan.name,
            one.plan.moved_to,
            _history_mark(inputs, one),
            find_archive(one, carrying),
            [published.timestamp() for published in _dates(one)],
            inputs.latest[one.feed.path],
        )
        for one in inputs.listed
    )
    quiet = [(plan.name, plan.feed.subtitle) for plan in carrying.quiet]
    return repr((inputs.settings, inputs.histories[carrying.whole.path].mark, quiet, list(cards)))


def _history_mark(inputs: CommonInputs, one: Carried) -> str:
    history = inputs.histories.get(one.feed.path)
    return history.mark if history else ""


def _dates(one: Carried) -> list[datetime]:
    return [entry.published for entry in one.entries if not isinstance(entry, Notice)]


def _listed(carrying: CarriedFeeds) -> tuple[Carried, ...]:
    return tuple(one for one in carrying.shown if one.plan.listed)


def _headlines(config: Config, store: Store, listed: Sequence[Carried]) -> dict[str, tuple[Headline, ...]]:
    """Return the newest few entries of each *listed* feed, by its path: as many as the index shows of it."""
    sizes = Counter(one.feed.group for one in listed)
    return {
        one.feed.path: tuple(_newest(config, store, one, render.latest_shown(sizes[one.feed.group]))) for one in listed
    }


def _newest(config: Config, store: Store, one: Carried, most: int) -> Iterator[Headline]:
    shown = [entry for entry in one.entries if not isinstance(entry, Notice)][:most]
    for candidate in (entry for entry in shown if isinstance(entry, Candidate)):
        entry = store.entries.load(candidate)
        page = address_on_page(candidate, config.root) if config.feeds.link == "page" else ""
        yield Headline(title=entry.shown_title, url=page or entry.permalink, language=entry.origin.language)
