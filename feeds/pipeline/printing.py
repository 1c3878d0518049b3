"""From entries in the store to documents: only feeds whose entries changed are rendered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from feeds import __version__, render
from feeds.config import Config
from feeds.errors import Problem, Where
from feeds.model import Candidate, Document, Feed, FeedContent, PrintedFeed
from feeds.pipeline.archiving import folders_of
from feeds.pipeline.carrying import Carrying
from feeds.pipeline.finishing import Finisher
from feeds.pipeline.linking import Linking
from feeds.pipeline.paging import IssuePages
from feeds.render import Publication
from feeds.report import FeedRow
from feeds.selection import Plan
from feeds.store import Store

_COMMON = ("index.html", render.SUBSCRIPTIONS, "_headers", ".nojekyll")


class Printing:
    """One printing of all feeds; `rendered` counts the feeds that had to be.

    *linking* leads links to their originals, as when posts were read.
    """

    def __init__(self, config: Config, store: Store, now: datetime, linking: Linking, carrying: Carrying) -> None:
        self._config, self._store, self._now, self._carrying = config, store, now, carrying
        self._formats = render.formats_of(config.feeds.formats)
        self._topic_names = {rule.slug: rule.name for rule in config.topics}
        self._publication = Publication(root=config.root, topics=self._topic_names, whole=carrying.whole)
        self._pages = IssuePages(config, store, linking, now)
        self._finisher = Finisher(config, store, linking, carrying.withdrawn)
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

    def intact(self, missing: set[str], digest: Callable[[str], str]) -> set[str]:
        """Return those of the *missing* documents of archives that are as they were written, whatever their marks.

        What was written years ago could not always be written the same again. *digest*
        looks at a file.
        """
        if missing.isdisjoint(self._archive_paths()):
            return set()
        archiving = self._carrying.archiving
        intact = (archiving.intact(plan.feed, self._formats, missing, digest) for plan in self._carrying.plans)
        return {path for paths in intact for path in paths}

    def print_changed(self, missing: set[str], progress: Callable[[str, int, int], None]) -> Iterator[Document]:
        """Yield the documents of feeds that changed or are *missing*, and fill `rows`.

        Archives come before feeds, the index and the subscription list come last: what they
        link to is there by then.
        """
        pages = self._pages.changed(missing)
        yield from map(self._pages.render, pages)
        self._pages.save(pages)
        settings, plans = self._settings_mark(), self._carrying.plans
        archiving, finish = self._carrying.archiving, self._finisher.finish
        yield from archiving.documents(plans, self._formats, missing, finish, self._publication, progress)
        fingerprints = []
        for number, plan in enumerate(plans):
            progress("Rendering feeds", number, len(plans))
            fingerprint = self._fingerprint(plan, settings)
            yield from self._print(plan, fingerprint, missing)
            fingerprints.append(fingerprint)
        mark = _hash(settings, *fingerprints, *(plan.feed.path for plan in self._carrying.quiet))
        if self._store.recall("index") != mark or not missing.isdisjoint(_COMMON):
            yield from self._render_common()
            self._store.remember("index", mark)
        yield from self._render_withdrawn(missing)

    def retire(self) -> list[Problem]:
        """Forget what is not made any more, and return a notice for each of its files: its readers fall silent."""
        self._store.printed.forget_feeds({plan.feed.path for plan in self._carrying.plans})
        directory, hint = self._config.publish.directory, "delete it, or put its feed or format back into config.yaml"
        gone = sorted({_file_or_archive(path) for path in self._store.printed.documents().keys() - set(self.paths)})
        return [Problem(Where(f"{directory}/{path}"), "is no longer made, and stays as it is", hint) for path in gone]

    def _settings_mark(self) -> str:
        """Return what every feed depends on beside its entries."""
        config = self._config
        return repr(
            (
                __version__,
                config.site,
                config.feeds,
                config.links,
                config.withdrawals,
                config.publish,
                self._topic_names,
                self._shown_topics(),
            )
        )

    def _fingerprint(self, plan: Plan, settings: str) -> str:
        """Return what the feed of *plan* looks like, as a mark."""
        feed, chosen = self._feed(plan), self._chosen(plan)
        shown = [list(map(sorted, one.sections)) for one in chosen] if plan.abridged else ""
        return _hash(settings, repr(feed), repr(shown), *(f"{one.id} {one.revision}" for one in chosen))

    def _print(self, plan: Plan, fingerprint: str, missing: set[str]) -> Iterator[Document]:
        """Yield the documents of the feed of *plan*, if it changed or one is *missing*."""
        path, past = plan.feed.path, self._carrying.printed(plan.feed.path)
        entries = {one.id: one.revision for one in self._chosen(plan)}
        size = past.size
        if past.fingerprint != fingerprint or not missing.isdisjoint(self._paths_of(plan.feed)):
            made = self._render(plan)
            size = sum(len(document.content) for document in made[:-1])
            yield from made
            self.rendered += 1
            self._store.printed.save_feed(path, PrintedFeed(fingerprint=fingerprint, entries=entries, size=size))
            gone, come = past.entries.keys() - entries.keys(), entries.keys() - past.entries.keys()
            self._store.departures.save_leavers(path, gone, come, self._now)
        self.rows.append(_row(plan, entries, past.entries, size))

    def _render(self, plan: Plan) -> list[Document]:
        """Return the documents of the feed of *plan*, in each format, and its page as the last one."""
        entries = tuple(self._finisher.finish(plan, candidate) for candidate in self._chosen(plan))
        feed = self._feed(plan)
        content = FeedContent(
            feed=feed,
            path=feed.path,
            updated=feed.updated,
            entries=entries,
            deletions=feed.deletions,
            complete=feed.complete,
            cut=feed.cut,
            previous=feed.previous,
        )
        card, topics = self._card(plan), self._shown_topics()
        page = render.render_feed_page(self._config, card, entries, topics, self._carrying.whole, self._formats)
        return [*(format.render(content, self._publication) for format in self._formats), page]

    def _render_common(self) -> list[Document]:
        cards = [self._card(plan) for plan in self._carrying.plans if plan.listed]
        title = f"{self._config.site.title}: feeds"
        quiet = {plan.name: plan.feed.subtitle for plan in self._carrying.quiet}
        return [
            render.render_opml(title, [card.feed for card in cards], self._config.root, self._formats[0]),
            *render.render_headers(),
            render.render_index(self._config, cards, quiet, self._formats),
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
        published = [candidate.published for candidate in chosen]
        if plan.ended:
            return render.make_card(
                self._feed(plan), plan.name, published[1:], (), ended=plan.ended
            )  # but the farewell
        latest = [self._finisher.finish(plan, candidate) for candidate in chosen[:3]]
        return render.make_card(self._feed(plan), plan.name, published, latest, moved_to=plan.moved_to)

    def _feed(self, plan: Plan) -> Feed:
        return self._carrying.of(plan.feed.path).feed

    def _chosen(self, plan: Plan) -> Sequence[Candidate]:
        return self._carrying.of(plan.feed.path).entries

    def _shown_topics(self) -> dict[str, str]:
        shown = [plan.feed.topic for plan in self._carrying.plans if plan.feed.topic]
        return {topic: self._topic_names[topic] for topic in shown}

    def _current_paths(self) -> list[str]:
        withdrawn = [render.WITHDRAWN] if self._lists_withdrawn else []
        return [path for plan in self._carrying.plans for path in self._paths_of(plan.feed)] + [*_COMMON, *withdrawn]

    def _archive_paths(self) -> list[str]:
        return [folder + format.file for folder in self._archive_folders() for format in self._formats]

    def _archive_folders(self) -> list[str]:
        return [folder for plan in self._carrying.plans for folder in folders_of(self._feed(plan))]

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
