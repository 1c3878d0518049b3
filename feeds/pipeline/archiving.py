"""What each feed carries, what has left it for good, and the archive that keeps this."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from feeds import selection
from feeds.config import Config
from feeds.digests import digest_of
from feeds.model import Candidate, Cut, Document, Entry, Feed, PrintedFeed, Volume, Window
from feeds.render import Format
from feeds.selection import Bounds, Plan
from feeds.store import Store

Renderer = Callable[[Format, Feed], Document]


@dataclass(frozen=True, slots=True)
class Carried:
    """What a feed carries in this run."""

    feed: Feed  # without its entries
    entries: tuple[Candidate, ...]  # newest first


@dataclass(frozen=True, slots=True)
class _Binding:
    """A volume of which documents are to be written."""

    plan: Plan
    volume: Volume
    folder: str
    previous: str  # the folder of the volume before it, or ""
    next: str
    formats: tuple[Format, ...]


class Archiving:
    """The windows and archives of all feeds in one run.

    *recalled* are volumes by path as they were published, but are not here.
    """

    def __init__(self, config: Config, store: Store, now: datetime, recalled: Mapping[str, bytes]) -> None:
        self._recalled = recalled
        self._store, self._archives, self._now = store, store.archives, now
        self._period = config.feeds.archive
        self._bounds = Bounds(config.feeds.limit, timedelta(days=config.feeds.days), config.feeds.max_bytes)
        self._archives.take_back(now)
        if store.recall("archive root") not in (None, config.root):
            self._archives.rewrite_all()
        store.remember("archive root", config.root)

    def carry(self, plan: Plan, past: PrintedFeed, told: Mapping[str, datetime]) -> Carried:
        """Return what the feed of *plan* carries; what has left it is bound into its archive.

        *past* is what was printed of it last, if it was. *told* are the ids of what was
        withdrawn, and when: the feed is as new as that, and not as the leaving of the notice
        that stood for it.
        """
        path, feed = plan.feed.path, plan.feed
        window = self._archives.window(path)
        topic = _topic_of(plan)
        candidates = self._store.newest_first(plan.grain, self._now, topic, once=plan.once)
        chosen, cut = selection.select(plan, candidates, self._bounds, window.cut if window else None)
        if not (chosen or past.fingerprint or window):
            return Carried(replace(feed, complete=True), chosen)
        rules = repr((self._period, plan.rules))
        gone = past.entries.keys() - {one.id for one in chosen}
        updated = max([self._updated(plan, chosen, gone - told.keys(), cut, window), *told.values()])
        if cut and self._period != "none":
            everything = not past.fingerprint or not window or window.rules != rules
            self._bind(plan, chosen, gone, cut, everything=everything)
        self._archives.save_window(path, Window(rules=rules, cut=cut, updated=updated))
        return Carried(self._with_volumes(replace(feed, updated=updated, complete=cut is None, cut=cut)), chosen)

    def keep(self, feed: Feed) -> Feed:
        """Return *feed*, which takes up nothing any more, with the archive that it has."""
        window = self._archives.window(feed.path)
        updated = max(feed.updated, window.updated) if window else feed.updated
        return self._with_volumes(replace(feed, updated=updated))

    def _with_volumes(self, feed: Feed) -> Feed:
        """Return *feed*, which leads to the newest volume of its archive."""
        names = tuple(volume.name for volume in reversed(self._volumes(feed)))
        return replace(feed, previous=folder_of(feed, names[0]) if names else "", volumes=names)

    def settle(self) -> None:
        """Forget what changed, when every feed was filled."""
        self._archives.settle()

    def intact(
        self, feed: Feed, formats: Sequence[Format], missing: Collection[str], digest: Callable[[str], str]
    ) -> Iterator[str]:
        """Yield those of the *missing* documents in the archive of *feed* that are as they were written."""
        for volume in self._volumes(feed):
            for format in formats:
                path = folder_of(feed, volume.name) + format.file
                if path in missing and format.key in volume.digests and volume.digests[format.key] == digest(path):
                    yield path

    def documents(
        self,
        plans: Sequence[Plan],
        formats: Sequence[Format],
        missing: Collection[str],
        finish: Callable[[Plan, Candidate], Entry],
        render: Renderer,
        progress: Callable[[str, int, int], None],
    ) -> Iterator[Document]:
        """Yield the documents of the archives of *plans* that are new or *missing*, one volume at a time.

        Volumes of a period come one after the other, because most of their entries are in several.
        """
        bindings = [binding for plan in plans for binding in self._unprinted(plan, formats, missing)]
        bindings.sort(key=lambda one: one.volume.name)
        for number, binding in enumerate(bindings):
            progress("Binding archives", number, len(bindings))
            volume, digests = binding.volume, dict(binding.volume.digests)
            filled = self._fill(binding.plan.feed, volume, partial(finish, binding.plan))
            filled = replace(filled, path=binding.folder, previous=binding.previous, next=binding.next)
            for format in binding.formats:
                document = self._as_it_was(binding.folder + format.file, digests.get(format.key))
                document = document or render(format, filled)
                digests[format.key] = digest_of(document.content)
                yield document
            self._archives.save_digests(binding.plan.feed.path, volume.number, digests)

    def _unprinted(self, plan: Plan, formats: Sequence[Format], missing: Collection[str]) -> Iterator[_Binding]:
        """Yield the volumes in the archive of *plan* of which documents are new or *missing*."""
        volumes = self._volumes(plan.feed)
        folders = ["", *(folder_of(plan.feed, volume.name) for volume in volumes), ""]
        for place, volume in enumerate(volumes, start=1):
            before, folder, after = folders[place - 1 : place + 2]
            wanted = [one for one in formats if one.key not in volume.digests or folder + one.file in missing]
            if wanted:
                yield _Binding(plan, volume, folder, previous=before, next=after, formats=tuple(wanted))

    def _as_it_was(self, path: str, digest: str | None) -> Document | None:
        """Return the document at *path* as it was recalled, if it has this *digest*."""
        content = self._recalled.get(path)
        return Document(path=path, content=content) if content and digest_of(content) == digest else None

    def _fill(self, feed: Feed, volume: Volume, finish: Callable[[Candidate], Entry]) -> Feed:
        """Return *feed* with the entries of *volume*, as new as the newest change in them."""
        candidates = self._archives.entries_of(feed.path, volume.number, self._now)
        moments = [candidate.updated for candidate in candidates]
        updated = max([*moments, *([volume.updated] if volume.updated else [])], default=feed.updated)
        entries = tuple(finish(candidate) for candidate in candidates)
        return replace(feed, entries=entries, updated=updated, current=feed.path, complete=False, cut=None, volumes=())

    def _bind(
        self, plan: Plan, chosen: Sequence[Candidate], gone: Collection[str], cut: Cut, *, everything: bool
    ) -> None:
        """Bind what is past *cut* and in no volume yet; unless *everything*, only where something changed."""
        path, topic = plan.feed.path, _topic_of(plan)
        if not everything:
            self._archives.touch_ids(gone)
        found = self._archives.loose(
            path, plan.grain, self._now, cut.published, topic, once=plan.once, touched=not everything
        )
        loose = (one for one in found if plan.wants(one) and cut.is_past(one))
        older_half = reversed(chosen[len(chosen) - len(chosen) // 2 :])
        settled = (one for one in older_half if not self._archives.is_archived(path, one.id))
        for period, entries in selection.bind(loose, settled, self._period, self._bounds.max_bytes):
            self._archives.add_volume(path, period, [one.id for one in entries])

    def _updated(
        self, plan: Plan, chosen: Sequence[Candidate], gone: Collection[str], cut: Cut | None, window: Window | None
    ) -> datetime:
        """Return when the newest change in a feed was made: in an entry, or by taking one out."""
        moments = [plan.feed.updated, *(one.updated for one in chosen)]
        if window:
            moments.append(window.updated)
        for id in gone:
            entry = self._archives.visible(id, self._now)
            if not (entry and cut and cut.is_past(entry) and plan.wants(entry)):
                return max(self._now, *moments)
        return max(moments)

    def _volumes(self, feed: Feed) -> list[Volume]:
        return [] if self._period == "none" else self._archives.volumes(feed.path)


def folders_of(feed: Feed) -> list[str]:
    """Return the paths of the folders of all volumes of *feed*, the newest first."""
    return [folder_of(feed, name) for name in feed.volumes]


def folder_of(feed: Feed, volume: str) -> str:
    """Return the path of the folder of the *volume* with this name."""
    return f"{feed.path}archive/{volume}/"


def _topic_of(plan: Plan) -> str:
    """Return the topic by which the candidates of *plan* can be found, or ""."""
    return next(iter(plan.topics)) if len(plan.topics) == 1 and plan.grain != "issue" else ""
