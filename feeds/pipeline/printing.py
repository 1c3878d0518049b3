"""From entries in the store to documents: only feeds whose entries changed are rendered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from feeds import __version__, render, selection
from feeds.config import Config
from feeds.errors import Problem, Where
from feeds.model import Candidate, Deletion, Document, Entry, Feed, PrintedFeed
from feeds.pipeline.archiving import Archiving, Carried, folders_of
from feeds.pipeline.ending import farewell_of, find_ended, remember_names
from feeds.pipeline.linking import Linking
from feeds.pipeline.paging import IssuePages, read_on_page
from feeds.pipeline.reading import authority_of
from feeds.render import Format
from feeds.report import FeedRow
from feeds.selection import Plan
from feeds.store import TOMBSTONE, Store

_MOST_FINISHED = 1000  # entries that are kept, so that an archive of thousands fits into memory
_COMMON = ("index.html", render.SUBSCRIPTIONS, "_headers", ".nojekyll")


class Printing:
    """One printing of all feeds; `rendered` counts the feeds that had to be.

    *linking* leads links to their originals, as when posts were read; *recalled* are volumes
    of archives by path as they were published, but are not here.
    """

    def __init__(
        self, config: Config, store: Store, now: datetime, linking: Linking, recalled: Mapping[str, bytes]
    ) -> None:
        self._config, self._store = config, store
        self._formats = render.formats_of(config.feeds.formats)
        self._topic_names = {rule.slug: rule.name for rule in config.topics}
        self._linking = linking
        self._pages = IssuePages(config, store, linking, now)
        self._finished: dict[str, Entry] = {}  # the last ones, because most stand in several feeds
        self._farewells: dict[str, Entry] = {}
        self._now = now
        self._withdrawn = {one.id: one for one in store.departures.withdrawals(now - TOMBSTONE)}
        self._left = store.departures.leavers(self._withdrawn)
        authority = authority_of(config, store)
        planned = selection.plan_feeds(config, authority)
        self._all = (*planned, *find_ended(planned, config, authority, store, now))
        self._printed = {plan.feed.path: store.printed.feed(plan.feed.path) or PrintedFeed() for plan in self._all}
        self._archiving = Archiving(config, store, now, recalled)
        self._carried = {plan.feed.path: self._carry(plan) for plan in self._all}
        self._archiving.settle()
        self._plans = [plan for plan in self._all if self._is_shown(plan)]
        remember_names(self._plans, store)
        self._lists_withdrawn = bool(store.departures.all()) or store.recall("withdrawn") is not None
        self.rendered = 0
        self.rows: list[FeedRow] = []  # one for every feed, as they are printed

    @property
    def paths(self) -> list[str]:
        """The documents there are after this run."""
        return [*self._current_paths(), *self._pages.paths, *self._archive_paths()]

    @property
    def watched(self) -> list[str]:
        """What tells that somebody was at the documents: those that readers poll, the folders of the others."""
        return [*self._current_paths(), *self._pages.paths, *self._archive_folders()]

    @property
    def root(self) -> str:
        """The public address of the output directory."""
        return self._config.root

    @property
    def before(self) -> dict[str, PrintedFeed]:
        """What each feed carried that there was before and is still made, by path."""
        ended = {plan.feed.path for plan in self._all if plan.ended}
        return {path: past for path, past in self._printed.items() if past.fingerprint and path not in ended}

    @property
    def added(self) -> dict[str, tuple[Candidate, ...]]:
        """What each feed carries that is made for the first time, by path."""
        return {path: one.entries for path, one in self._carried.items() if not self._printed[path].fingerprint}

    def chosen(self, path: str) -> tuple[Candidate, ...]:
        """Return what the feed at *path* carries after this run."""
        return self._carried[path].entries

    def plan(self, path: str) -> Plan:
        """Return the plan of the feed at *path*."""
        return next(plan for plan in self._all if plan.feed.path == path)

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
        yield from self._pages.print_changed(missing)
        fingerprints = []
        settings = repr(
            (
                __version__,
                self._config.site,
                self._config.feeds,
                self._config.links,
                self._config.withdrawals,
                self._config.publish,
                self._topic_names,
                self._shown_topics(),
            )
        )
        for number, plan in enumerate(self._plans):
            progress("Rendering feeds", number, len(self._plans))
            feed, chosen = self._feed(plan), self._chosen(plan)
            finish = partial(self._finish_for, plan)
            yield from self._archiving.documents(plan.feed, self._formats, missing, finish, self._write)
            entries = {candidate.id: candidate.revision for candidate in chosen}
            shown = [list(map(sorted, one.sections)) for one in chosen] if plan.abridged else ""
            marks = (f"{id} {revision}" for id, revision in entries.items())
            fingerprint = _hash(settings, repr(feed), repr(shown), *marks)
            past = self._printed[feed.path]
            size = past.size
            if past.fingerprint != fingerprint or not missing.isdisjoint(self._paths_of(feed)):
                made = self._render(plan, feed, chosen)
                size = sum(len(document.content) for document in made[:-1])
                yield from made
                self.rendered += 1
                self._store.printed.save_feed(
                    feed.path, PrintedFeed(fingerprint=fingerprint, entries=entries, size=size)
                )
                gone, come = past.entries.keys() - entries.keys(), entries.keys() - past.entries.keys()
                self._store.departures.save_leavers(feed.path, gone, come, self._now)
            self.rows.append(_row(plan, entries, past.entries, size))
            fingerprints.append(fingerprint)
        mark = _hash(settings, *fingerprints, *(plan.feed.path for plan in self._quiet()))
        if self._store.recall("index") != mark or not missing.isdisjoint(_COMMON):
            yield from self._render_common()
            self._store.remember("index", mark)
        yield from self._render_withdrawn(missing)

    def retire(self) -> list[Problem]:
        """Forget what is not made any more, and return a notice for each of its files: its readers fall silent."""
        self._store.printed.forget_feeds({plan.feed.path for plan in self._plans})
        directory, hint = self._config.publish.directory, "delete it, or put its feed or format back into config.yaml"
        gone = sorted({_file_or_archive(path) for path in self._store.printed.documents().keys() - set(self.paths)})
        return [Problem(Where(f"{directory}/{path}"), "is no longer made, and stays as it is", hint) for path in gone]

    def _carry(self, plan: Plan) -> Carried:
        """Return what the feed of *plan* carries, with a notice for each entry that was withdrawn not long ago."""
        notices, deletions = self._notices(plan), self._deletions(plan.feed.path)
        past = self._printed[plan.feed.path]
        if plan.ended:
            kept = self._archiving.keep(plan.feed)
            return Carried(replace(kept, deletions=deletions), self._last_entries(plan, notices))
        carried = self._archiving.carry(plan, past, {gone.id: gone.moment for gone in deletions})
        entries = carried.entries
        if notices:
            entries = tuple(sorted((*entries, *notices), key=lambda one: one.published, reverse=True))
        return Carried(replace(carried.feed, deletions=deletions), entries)

    def _last_entries(self, plan: Plan, notices: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """Return what the feed of *plan* had when it ended, and the entry that says so."""
        stood = {one.id: one for one in self._store.candidates(self._printed[plan.feed.path].entries)}
        stood |= {one.id: one for one in notices}
        stood = {id: one for id, one in stood.items() if one.withdrawn or id not in self._withdrawn}
        farewell = selection.as_farewell(plan)
        self._farewells[farewell.id] = farewell_of(plan, farewell, self._config)
        return (farewell, *sorted(stood.values(), key=lambda one: (-one.published.timestamp(), one.id)))

    def _notices(self, plan: Plan) -> list[Candidate]:
        """Return what stands in the feed of *plan* for those entries in it that were withdrawn not long ago."""
        since = self._now - self._config.withdrawals.notice
        carried = self._printed[plan.feed.path].entries
        return [
            selection.as_notice(one) for one in self._withdrawn.values() if one.moment > since and one.id in carried
        ]

    def _deletions(self, path: str) -> tuple[Deletion, ...]:
        """Return what was in the feed at *path* and is withdrawn, by id."""
        carried, left = self._printed[path].entries, self._left.get(path, {})
        gone = [one for one in self._withdrawn.values() if one.id in carried or one.id in left]
        return tuple(Deletion(id=one.id, key=one.key, moment=one.moment) for one in gone)

    def _is_shown(self, plan: Plan) -> bool:
        """A topic gets its feed with its first entry, and keeps it from then on."""
        is_made = bool(self._chosen(plan)) or bool(self._printed[plan.feed.path].fingerprint)
        return not plan.by_topic or is_made or (self._config.feeds.empty_topics and plan.listed)

    def _quiet(self) -> list[Plan]:
        return [plan for plan in self._all if plan not in self._plans and plan.listed]

    def _feed(self, plan: Plan) -> Feed:
        return self._carried[plan.feed.path].feed

    def _chosen(self, plan: Plan) -> tuple[Candidate, ...]:
        return self._carried[plan.feed.path].entries

    def _render(self, plan: Plan, feed: Feed, chosen: Sequence[Candidate]) -> list[Document]:
        feed = replace(feed, entries=tuple(self._finish_for(plan, candidate) for candidate in chosen))
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
        cards = [self._card(plan) for plan in self._plans if plan.listed]
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
        if not self._lists_withdrawn:
            return []
        document = render.render_withdrawn(self._store.departures.all(), self._config.posts.directory)
        mark = _hash(document.content.decode())
        if self._store.recall("withdrawn") == mark and render.WITHDRAWN not in missing:
            return []
        self._store.remember("withdrawn", mark)
        return [document]

    def _card(self, plan: Plan) -> render.Card:
        chosen = [candidate for candidate in self._chosen(plan) if not candidate.withdrawn]
        latest = [self._entry(candidate) for candidate in chosen[:3]]
        return render.make_card(self._feed(plan), plan.name, [candidate.published for candidate in chosen], latest)

    def _entry(self, candidate: Candidate) -> Entry:
        if candidate.withdrawn:
            said, gone = self._config.withdrawals, self._withdrawn[candidate.id]
            return render.notice_of(gone, said.text, self._config.site.url, keep_title=said.keep_title)
        if candidate.id in self._farewells:
            return self._farewells[candidate.id]
        if candidate.id not in self._finished:
            if len(self._finished) == _MOST_FINISHED:
                self._finished.clear()
            self._finished[candidate.id] = self._finish(candidate)
        return self._finished[candidate.id]

    def _finish(self, candidate: Candidate) -> Entry:
        entry = self._store.load(candidate)
        if candidate.section_key:
            entry = self._linking.improve(entry)
        else:
            entry = self._linking.improve_whole(entry, self._store.sections_of(candidate.issue_key).values())
        return self._as_published(entry, candidate)

    def _as_published(self, entry: Entry, candidate: Candidate) -> Entry:
        if self._config.feeds.link == "page":
            entry = read_on_page(entry, candidate, self._config.root)
        return render.finish(entry, self._config.feeds.attribution)

    def _finish_for(self, plan: Plan, candidate: Candidate) -> Entry:
        """Return the entry of *candidate* as the feed of *plan* shows it: an issue perhaps with what belongs there."""
        if not plan.abridged or candidate.withdrawn or candidate.section_key:
            return self._entry(candidate)
        sections = [one for one in self._store.sections_of(candidate.issue_key).values() if not one.dropped]
        fitting = [one for one in sections if plan.fits(frozenset(one.topics))]
        whole = self._store.load(candidate)
        abridged = replace(self._linking.improve_whole(whole, fitting), single=whole.single)
        return self._as_published(abridged, candidate)

    def _shown_topics(self) -> dict[str, str]:
        return {plan.feed.topic: self._topic_names[plan.feed.topic] for plan in self._plans if plan.feed.topic}

    def _current_paths(self) -> list[str]:
        withdrawn = [render.WITHDRAWN] if self._lists_withdrawn else []
        return [path for plan in self._plans for path in self._paths_of(plan.feed)] + [*_COMMON, *withdrawn]

    def _archive_paths(self) -> list[str]:
        return [folder + format.file for folder in self._archive_folders() for format in self._formats]

    def _archive_folders(self) -> list[str]:
        return [folder for plan in self._plans for folder in folders_of(self._feed(plan))]

    def _paths_of(self, feed: Feed) -> list[str]:
        return [*(feed.path + format.file for format in self._formats), feed.page_path]


def _row(plan: Plan, entries: Mapping[str, str], past: Mapping[str, str], size: int) -> FeedRow:
    new = sum(id not in past for id in entries)
    changed = sum(past.get(id, "") not in ("", revision) for id, revision in entries.items())
    return FeedRow(path=plan.feed.path, title=plan.name, entries=len(entries), new=new, changed=changed, bytes=size)


def _file_or_archive(path: str) -> str:
    """Return *path*, or the folder of the archive that it is in."""
    found = re.match(r"((?:.*/)?archive/)[^/]+/[^/]+\Z", path)
    return found[1] if found else path


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
