"""From entries in the store to documents: only feeds whose entries changed are rendered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import takewhile

from feeds import __version__, render, selection
from feeds.config import Config
from feeds.errors import Problem, Where
from feeds.model import Candidate, Document, Entry, Feed, PrintedFeed
from feeds.pipeline.reading import authority_of
from feeds.report import FeedRow
from feeds.selection import Plan
from feeds.store import Store

_COMMON = ("index.html", "feeds.opml", "_headers", ".nojekyll")


class Printing:
    """One printing of all feeds; `rendered` counts the feeds that had to be."""

    def __init__(self, config: Config, store: Store, now: datetime) -> None:
        self._config, self._store = config, store
        self._formats = render.formats_of(config.feeds.formats)
        self._topic_names = {rule.slug: rule.name for rule in config.topics}
        self._finished: dict[str, Entry] = {}
        self._all = selection.plan_feeds(config, authority_of(config, store))
        self._since = {plan.feed.path: store.since(plan.feed.path) for plan in self._all}
        self._chosen = {plan.feed.path: self._choose(plan, now) for plan in self._all}
        self._plans = [plan for plan in self._all if self._is_shown(plan)]
        self._withdrawn = store.withdrawn_entries()
        self._lists_withdrawn = bool(self._withdrawn) or store.recall("withdrawn") is not None
        self.rendered = 0

    @property
    def paths(self) -> list[str]:
        """The documents there are after this run."""
        withdrawn = [render.WITHDRAWN] if self._lists_withdrawn else []
        return [path for plan in self._plans for path in self._paths_of(plan.feed)] + [*_COMMON, *withdrawn]

    def print_changed(
        self, missing: set[str], progress: Callable[[str, int, int], None]
    ) -> tuple[list[Document], tuple[FeedRow, ...]]:
        """Return the documents of feeds that changed or are *missing*, and a row for every feed.

        The index and the subscription list come last: what they link to is there by then.
        """
        documents: list[Document] = []
        rows, fingerprints = [], []
        settings = repr(
            (
                __version__,
                self._config.site,
                self._config.feeds,
                self._config.publish,
                self._topic_names,
                self._shown_topics(),
            )
        )
        for number, plan in enumerate(self._plans):
            feed, chosen = self._dated(plan), self._chosen[plan.feed.path]
            entries = {candidate.id: candidate.revision for candidate in chosen}
            fingerprint = _hash(settings, repr(feed), *(f"{id} {revision}" for id, revision in entries.items()))
            past = self._store.recall_feed(feed.path) or PrintedFeed()
            size = past.size
            if past.fingerprint != fingerprint or not missing.isdisjoint(self._paths_of(feed)):
                progress("Rendering feeds", number, len(self._plans))
                made = self._render(plan, feed, chosen)
                size = sum(len(document.content) for document in made[:-1])
                documents += made
                self.rendered += 1
                self._store.save_feed(feed.path, PrintedFeed(fingerprint=fingerprint, entries=entries, size=size))
            rows.append(_row(plan, entries, past.entries, size))
            fingerprints.append(fingerprint)
        mark = _hash(settings, *fingerprints, *(plan.feed.path for plan in self._quiet()))
        if self._store.recall("index") != mark or not missing.isdisjoint(_COMMON):
            documents += self._render_common()
            self._store.remember("index", mark)
        return documents + self._render_withdrawn(missing), tuple(rows)

    def retire(self) -> list[Problem]:
        """Forget what is not made any more, and return a notice for each of its files: its readers fall silent."""
        self._store.forget_feeds({plan.feed.path for plan in self._plans})
        directory, hint = self._config.publish.directory, "delete it, or put its feed or format back into config.yaml"
        gone = sorted(self._store.documents().keys() - set(self.paths))
        return [Problem(Where(f"{directory}/{path}"), "is no longer made, and stays as it is", hint) for path in gone]

    def _choose(self, plan: Plan, now: datetime) -> tuple[Candidate, ...]:
        one_topic = next(iter(plan.topics)) if len(plan.topics) == 1 and plan.grain != "issue" else ""
        candidates = self._store.newest_first(plan.grain, now, one_topic, once=plan.once)
        since = self._since[plan.feed.path]
        if since is not None:
            candidates = takewhile(lambda candidate: candidate.published >= since, candidates)
        return selection.select(
            plan, candidates, limit=self._config.feeds.limit, max_bytes=self._config.feeds.max_bytes
        )

    def _is_shown(self, plan: Plan) -> bool:
        """A topic gets its feed with its first entry, and keeps it from then on."""
        return (
            not plan.feed.topic
            or bool(self._chosen[plan.feed.path])
            or self._store.recall_feed(plan.feed.path) is not None
        )

    def _quiet(self) -> list[Plan]:
        return [plan for plan in self._all if plan not in self._plans]

    def _dated(self, plan: Plan) -> Feed:
        newest = max((candidate.updated for candidate in self._chosen[plan.feed.path]), default=plan.feed.updated)
        return replace(plan.feed, updated=newest, since=self._since[plan.feed.path])

    def _render(self, plan: Plan, feed: Feed, chosen: Sequence[Candidate]) -> list[Document]:
        feed = replace(feed, entries=tuple(self._entry(candidate) for candidate in chosen))
        root, topics, whole = self._config.root, self._topic_names, self._all[0].feed
        renderers: Mapping[str, Callable[[], Document]] = {
            "atom": lambda: render.render_atom(feed, topics, root),
            "rss": lambda: render.render_rss(feed, topics, root, whole),
            "json": lambda: render.render_json(feed, topics, root),
        }
        page = render.render_feed_page(
            self._config, self._card(plan), feed.entries, self._shown_topics(), whole, self._formats
        )
        return [*(renderers[format.key]() for format in self._formats), page]

    def _render_common(self) -> list[Document]:
        cards = [self._card(plan) for plan in self._plans]
        title = f"{self._config.site.title}: feeds"
        return [
            render.render_opml(title, [card.feed for card in cards], self._config.root, self._formats[0]),
            *render.render_headers(),
            render.render_index(
                self._config, cards, {plan.name: plan.feed.subtitle for plan in self._quiet()}, self._formats
            ),
        ]

    def _render_withdrawn(self, missing: set[str]) -> list[Document]:
        """Return the list of what was withdrawn, if it changed; the first withdrawal makes the file."""
        document = render.render_withdrawn(self._withdrawn, self._config.posts.directory)
        mark = _hash(document.content.decode())
        unchanged = self._store.recall("withdrawn") == mark and render.WITHDRAWN not in missing
        if unchanged or not self._lists_withdrawn:
            return []
        self._store.remember("withdrawn", mark)
        return [document]

    def _card(self, plan: Plan) -> render.Card:
        chosen = self._chosen[plan.feed.path]
        latest = [self._entry(candidate) for candidate in chosen[:3]]
        return render.make_card(self._dated(plan), plan.name, [candidate.published for candidate in chosen], latest)

    def _entry(self, candidate: Candidate) -> Entry:
        if candidate.id not in self._finished:
            entry = self._store.load(candidate)
            self._finished[candidate.id] = render.finish(entry, self._config.feeds.attribution)
        return self._finished[candidate.id]

    def _shown_topics(self) -> dict[str, str]:
        return {plan.feed.topic: self._topic_names[plan.feed.topic] for plan in self._plans if plan.feed.topic}

    def _paths_of(self, feed: Feed) -> list[str]:
        return [*(feed.path + format.file for format in self._formats), feed.page_path]


def _row(plan: Plan, entries: Mapping[str, str], past: Mapping[str, str], size: int) -> FeedRow:
    new = sum(id not in past for id in entries)
    changed = sum(past.get(id, "") not in ("", revision) for id, revision in entries.items())
    return FeedRow(path=plan.feed.path, title=plan.name, entries=len(entries), new=new, changed=changed, bytes=size)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
