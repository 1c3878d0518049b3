"""From entries in the store to documents: only feeds whose entries changed are rendered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from feeds import __version__, render, selection
from feeds.config import Config
from feeds.errors import Problem, Where
from feeds.model import Candidate, Document, Entry, Feed, PrintedFeed
from feeds.pipeline.archiving import Archiving, folders_of
from feeds.pipeline.finding import find_archive
from feeds.pipeline.reading import authority_of
from feeds.render import Format
from feeds.report import FeedRow
from feeds.selection import Plan
from feeds.store import Store

_COMMON = ("index.html", "feeds.opml", "_headers", ".nojekyll")


class Printing:
    """One printing of all feeds; `rendered` counts the feeds that had to be."""

    def __init__(self, config: Config, store: Store, now: datetime, output: Path) -> None:
        self._config, self._store = config, store
        self._formats = render.formats_of(config.feeds.formats)
        self._topic_names = {rule.slug: rule.name for rule in config.topics}
        self._finished: dict[str, Entry] = {}
        self._all = selection.plan_feeds(config, authority_of(config, store))
        for plan in self._all:
            find_archive(plan.feed, output, store)
        self._archiving = Archiving(config, store, now)
        self._carried = {plan.feed.path: self._archiving.carry(plan) for plan in self._all}
        self._archiving.settle()
        self._plans = [plan for plan in self._all if self._is_shown(plan)]
        self.rendered = 0
        self.rows: list[FeedRow] = []  # one for every feed, as they are printed

    @property
    def paths(self) -> list[str]:
        """The documents there are after this run."""
        return [*self._current_paths(), *self._archive_paths()]

    @property
    def watched(self) -> list[str]:
        """What tells that somebody was at the documents: those that readers poll, the folders of the others."""
        return [*self._current_paths(), *self._archive_folders()]

    def intact(self, missing: set[str], digest: Callable[[str], str]) -> set[str]:
        """Return those of the *missing* documents of archives that are as they were written, whatever their marks.

        What was written years ago could not always be written the same again. *digest*
        looks at a file.
        """
        if missing.isdisjoint(self._archive_paths()):
            return set()
        intact = (self._archiving.intact(plan.feed, self._formats, missing, digest) for plan in self._plans)
        return {path for paths in intact for path in paths}

    def print_changed(self, missing: set[str], progress: Callable[[str, int, int], None]) -> Iterator[Document]:
        """Yield the documents of feeds that changed or are *missing*, and fill `rows`.

        An archive comes before its feed, the index and the subscription list come last:
        what they link to is there by then.
        """
        fingerprints = []
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
            progress("Rendering feeds", number, len(self._plans))
            feed, chosen = self._feed(plan), self._chosen(plan)
            yield from self._archiving.documents(plan.feed, self._formats, missing, self._finish, self._write)
            entries = {candidate.id: candidate.revision for candidate in chosen}
            fingerprint = _hash(settings, repr(feed), *(f"{id} {revision}" for id, revision in entries.items()))
            past = self._store.recall_feed(feed.path) or PrintedFeed()
            size = past.size
            if past.fingerprint != fingerprint or not missing.isdisjoint(self._paths_of(feed)):
                made = self._render(plan, feed, chosen)
                size = sum(len(document.content) for document in made[:-1])
                yield from made
                self.rendered += 1
                self._store.save_feed(feed.path, PrintedFeed(fingerprint=fingerprint, entries=entries, size=size))
            self.rows.append(_row(plan, entries, past.entries, size))
            fingerprints.append(fingerprint)
        mark = _hash(settings, *fingerprints, *(plan.feed.path for plan in self._quiet()))
        if self._store.recall("index") != mark or not missing.isdisjoint(_COMMON):
            yield from self._render_common()
            self._store.remember("index", mark)

    def retire(self) -> list[Problem]:
        """Forget what is not made any more, and return a notice for each of its files: its readers fall silent."""
        self._store.forget_feeds({plan.feed.path for plan in self._plans})
        directory, hint = self._config.publish.directory, "delete it, or put its feed or format back into config.yaml"
        gone = sorted({_file_or_archive(path) for path in self._store.documents().keys() - set(self.paths)})
        return [Problem(Where(f"{directory}/{path}"), "is no longer made, and stays as it is", hint) for path in gone]

    def _is_shown(self, plan: Plan) -> bool:
        """A topic gets its feed with its first entry, and keeps it from then on."""
        return not plan.feed.topic or bool(self._chosen(plan)) or self._store.recall_feed(plan.feed.path) is not None

    def _quiet(self) -> list[Plan]:
        return [plan for plan in self._all if plan not in self._plans]

    def _feed(self, plan: Plan) -> Feed:
        return self._carried[plan.feed.path].feed

    def _chosen(self, plan: Plan) -> tuple[Candidate, ...]:
        return self._carried[plan.feed.path].entries

    def _render(self, plan: Plan, feed: Feed, chosen: Sequence[Candidate]) -> list[Document]:
        feed = replace(feed, entries=tuple(self._entry(candidate) for candidate in chosen))
        whole = self._all[0].feed
        page = render.render_feed_page(
            self._config, self._card(plan), feed.entries, self._shown_topics(), whole, self._formats
        )
        return [*(self._write(format, feed) for format in self._formats), page]

    def _write(self, format: Format, feed: Feed) -> Document:
        root, topics = self._config.root, self._topic_names
        if format is render.RSS:
            return render.render_rss(feed, topics, root, self._all[0].feed)
        return (render.render_atom if format is render.ATOM else render.render_json)(feed, topics, root)

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

    def _card(self, plan: Plan) -> render.Card:
        chosen = self._chosen(plan)
        latest = [self._entry(candidate) for candidate in chosen[:3]]
        return render.make_card(self._feed(plan), plan.name, [candidate.published for candidate in chosen], latest)

    def _entry(self, candidate: Candidate) -> Entry:
        if candidate.id not in self._finished:
            self._finished[candidate.id] = self._finish(candidate)
        return self._finished[candidate.id]

    def _finish(self, candidate: Candidate) -> Entry:
        return render.finish(self._store.load(candidate), self._config.feeds.attribution)

    def _shown_topics(self) -> dict[str, str]:
        return {plan.feed.topic: self._topic_names[plan.feed.topic] for plan in self._plans if plan.feed.topic}

    def _current_paths(self) -> list[str]:
        return [path for plan in self._plans for path in self._paths_of(plan.feed)] + list(_COMMON)

    def _archive_paths(self) -> list[str]:
        return [folder + format.file for folder in self._archive_folders() for format in self._formats]

    def _archive_folders(self) -> list[str]:
        return [folder for plan in self._plans for folder in folders_of(self._feed(plan))]

    def _paths_of(self, feed: Feed) -> list[str]:
        return [*(feed.path + format.file for format in self._formats), feed.page_path]


def _row(plan: Plan, entries: Mapping[str, str], past: Mapping[str, str], size: int) -> FeedRow:
    new = sum(id not in past for id in entries)
    changed = sum(id in past and past[id] != revision for id, revision in entries.items())
    return FeedRow(path=plan.feed.path, title=plan.name, entries=len(entries), new=new, changed=changed, bytes=size)


def _file_or_archive(path: str) -> str:
    """Return *path*, or the folder of the archive that it is in."""
    found = re.match(r"((?:.*/)?archive/)[^/]+/[^/]+\Z", path)
    return found[1] if found else path


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
