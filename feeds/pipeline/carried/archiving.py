"""The entries of a feed, the place where it ends for good, and the volumes of its archive: decided, not written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from feeds import selection
from feeds.config import ArchivePeriod, Config
from feeds.model import (
    Candidate,
    Cut,
    Feed,
    FeedState,
    Loose,
    NewVolume,
    Notice,
    PrintedFeed,
    Slot,
    Volume,
    VolumeLink,
    Window,
)
from feeds.plans import Plan
from feeds.render.formats import formats_of
from feeds.selection import UNCHANGED, Bounds
from feeds.store import Archived, Store


class Carried(Struct, frozen=True, kw_only=True):
    """The entries that a feed carries from now on, and its volumes."""

    plan: Plan
    past: PrintedFeed  # what was rendered of it last
    state: FeedState
    entries: tuple[Slot, ...]  # newest first
    window: Window | None = None  # None: as it was
    new_volumes: tuple[NewVolume, ...] = ()  # of its archive
    volumes: tuple[Volume, ...] = ()  # all that its archive has then, the first one first
    stays: bool = False  # it is known to carry what it carried, and its entries were not asked for

    @property
    def feed(self) -> Feed:
        return self.plan.feed

    @property
    def dates(self) -> list[datetime]:
        """When its entries were published."""
        return [one.published for one in self.entries if not isinstance(one, Notice)]

    @property
    def newest_volume(self) -> VolumeLink | None:
        """The newest volume of its archive, to which the feed links."""
        return link_to(self.volumes[-1]) if self.volumes else None


class ArchiveInputs(Struct, frozen=True, kw_only=True):
    """The inputs on which the windows and archives of all feeds depend."""

    store: Store
    now: datetime
    period: ArchivePeriod
    formats: tuple[str, ...]  # of feeds
    volume_formats: tuple[str, ...]  # of new volumes
    least_formats: Set[str]  # that every volume has
    most_formats: Set[str]  # that volumes have
    bounds: Bounds
    changed: frozenset[str]  # the issues that may have to go into archives, or out of them
    outdated: tuple[Archived, ...]  # what is in an archive though it is withdrawn, or has expired
    has_moved: bool  # whether the public address has changed, which every document holds


def look_at_archives(config: Config, store: Store, now: datetime, changed: frozenset[str]) -> ArchiveInputs:
    """Return what decides about windows and archives, where something has *changed* in some issues."""
    volume_formats = _volume_formats(config)
    return ArchiveInputs(
        store=store,
        now=now,
        period=config.feeds.archive.period,
        formats=config.feeds.formats,
        volume_formats=volume_formats,
        least_formats=frozenset(volume_formats),
        most_formats=frozenset((*volume_formats, *config.feeds.formats)),
        bounds=Bounds(config.feeds.limit, timedelta(days=config.feeds.days), config.feeds.max_bytes),
        changed=changed,
        outdated=tuple(store.archives.outdated(changed, now)),
        has_moved=store.marks.root() not in (None, config.root),
    )


def _volume_formats(config: Config) -> tuple[str, ...]:
    """Return the formats of new volumes: those that the config names, else the preferred one of the feeds."""
    preferred = formats_of(config.feeds.formats)[0]
    return config.feeds.archive.formats or (preferred.key,)


def link_to(volume: Volume) -> VolumeLink:
    """Return what other documents of a feed link to as *volume*."""
    formats = formats_of(tuple(volume.digests))
    return VolumeLink(name=volume.name, files=tuple(format.file for format in formats))


def carry(plan: Plan, past: PrintedFeed, gone: Mapping[str, datetime], archives: ArchiveInputs) -> Carried:
    """Return the entries that the feed of *plan* carries; those that have left it go into its archive.

    *past* is what was rendered of it last, if it was. *gone* are the ids of the entries that
    were withdrawn, and when: the feed is as new as that, and not as the end of the notice
    in their place.
    """
    store, feed = archives.store, plan.feed
    window = store.archives.window(feed.path)
    candidates = store.entries.newest_first(plan.grain, archives.now, _topic_of(plan), once=plan.once)
    selected = selection.select(plan, candidates, archives.bounds, window.cut if window else None)
    chosen, cut = selected.entries, selected.cut
    if not (chosen or past.fingerprint or window):
        return Carried(plan=plan, past=past, state=FeedState(updated=UNCHANGED, complete=True), entries=chosen)
    rules = repr((archives.period, plan.rules))
    left = past.entries.keys() - {one.id for one in chosen}
    updated = max([_updated(plan, chosen, left - gone.keys(), cut, window, archives), *gone.values()])
    new: tuple[NewVolume, ...] = ()
    volumes = volumes_of(feed.path, archives)
    if cut and archives.period != "none":
        everything = not past.fingerprint or not window or window.rules != rules
        issues = None if everything else archives.changed | store.archives.issues_of(left)
        new = tuple(_bind(plan, chosen, cut, issues, volumes, archives))
    volumes = (*volumes, *(one.volume for one in new))
    return Carried(
        plan=plan,
        past=past,
        state=FeedState(updated=updated, complete=cut is None, cut=cut, volumes=links_to(volumes)),
        entries=chosen,
        window=Window(rules=rules, cut=cut, updated=updated),
        new_volumes=new,
        volumes=volumes,
    )


def keep(plan: Plan, past: PrintedFeed, ended: datetime, entries: tuple[Slot, ...], archives: ArchiveInputs) -> Carried:
    """Return what the feed of *plan*, which has *ended*, carries: its last *entries*, and the archive that it has.

    Nothing is bound meanwhile. If it is asked for again, everything that is in no volume has to be looked at.
    """
    window = archives.store.archives.window(plan.feed.path)
    volumes = volumes_of(plan.feed.path, archives)
    updated = max(ended, window.updated) if window else ended
    return Carried(
        plan=plan,
        past=past,
        state=FeedState(updated=updated, volumes=links_to(volumes)),
        entries=entries,
        window=replace(window, rules="") if window and window.rules else None,
        volumes=volumes,
    )


def links_to(volumes: Sequence[Volume]) -> tuple[VolumeLink, ...]:
    """Return what a feed links to as *volumes*, the newest first."""
    files: dict[tuple[str, ...], tuple[str, ...]] = {}  # the formats of hundreds of volumes are the same
    links = []
    for volume in reversed(volumes):
        formats = tuple(volume.digests)
        if formats not in files:
            files[formats] = link_to(volume).files
        links.append(VolumeLink(name=volume.name, files=files[formats]))
    return tuple(links)


def volumes_of(path: str, archives: ArchiveInputs) -> tuple[Volume, ...]:
    """Return the volumes of the feed at *path*; the digests of one that has to be written again are ""."""
    if archives.period == "none":
        return ()
    shortened = {one.volume for one in archives.outdated if one.feed == path}
    volumes = []
    for volume in archives.store.archives.volumes(path):
        if not shortened and not archives.has_moved and _is_as_wanted(volume, archives):
            volumes.append(volume)
            continue
        digests = _digests(volume, archives)
        if volume.number in shortened:
            volume = replace(volume, updated=archives.now)
        if volume.number in shortened or archives.has_moved:
            digests = dict.fromkeys(digests, "")
        volumes.append(replace(volume, digests=digests))
    return tuple(volumes)


def _is_as_wanted(volume: Volume, archives: ArchiveInputs) -> bool:
    """Return whether *volume* has all formats that it is to have, and no others."""
    return volume.digests.keys() >= archives.least_formats and volume.digests.keys() <= archives.most_formats


def _digests(volume: Volume, archives: ArchiveInputs) -> dict[str, str]:
    """Return the digests of the documents that *volume* has from now on.

    It keeps the formats in which it was published, as long as its feed has them, whatever those
    of new volumes are: a document that was served once is served on, and shortened if an entry is withdrawn.
    """
    kept = {format: digest for format, digest in volume.digests.items() if format in archives.formats}
    return dict.fromkeys(archives.volume_formats, "") | kept


def _bind(
    plan: Plan,
    chosen: Sequence[Candidate],
    cut: Cut,
    issues: Collection[str] | None,
    volumes: Sequence[Volume],
    archives: ArchiveInputs,
) -> Iterator[NewVolume]:
    """Yield volumes of what is past *cut* and in no volume yet; with *issues* only of entries of these."""
    path, known = plan.feed.path, archives.store.archives
    loose = filter(cut.is_past, _loose(plan, cut, issues, archives))
    older_half = reversed(chosen[len(chosen) - len(chosen) // 2 :])
    settled = (one for one in older_half if not known.is_archived(path, one.id))
    names = [volume.name for volume in volumes]
    number = max((volume.number for volume in volumes), default=0)
    for binding in selection.bind(loose, settled, archives.period, archives.bounds.max_bytes):
        number += 1
        names.append(_name_of(binding.period, names))
        digests = dict.fromkeys(archives.volume_formats, "")
        volume = Volume(number=number, name=names[-1], updated=None, digests=digests)
        yield NewVolume(volume, tuple(one.id for one in binding.entries))


def _loose(
    plan: Plan, cut: Cut, issues: Collection[str] | None, archives: ArchiveInputs
) -> Iterator[Candidate] | Iterator[Loose]:
    """Return what belongs in the feed of *plan* and is in no volume yet; with *issues* only entries of these."""
    known, topic = archives.store.archives, _topic_of(plan)
    if issues is None and plan.takes_all(topic):
        return known.all_loose(plan.feed.path, plan.grain, archives.now, cut.published, topic, once=plan.once)
    found = known.loose(plan.feed.path, plan.grain, archives.now, cut.published, topic, once=plan.once, issues=issues)
    return filter(plan.wants, found)


def _name_of(period: str, names: Sequence[str]) -> str:
    """Return a name for another volume of *period*, beside those with *names*."""
    parts = sum(name == period or name.startswith(f"{period}-part-") for name in names)
    return f"{period}-part-{parts + 1}" if parts else period


def _updated(
    plan: Plan,
    chosen: Sequence[Candidate],
    left: Collection[str],
    cut: Cut | None,
    window: Window | None,
    archives: ArchiveInputs,
) -> datetime:
    """Return when the newest change in a feed was made: in an entry, or by taking one out."""
    moments = [UNCHANGED, *(one.updated for one in chosen)]
    if window:
        moments.append(window.updated)
    for id in left:
        entry = archives.store.archives.visible(id, archives.now)
        if not (entry and cut and cut.is_past(entry) and plan.wants(entry)):
            return max(archives.now, *moments)
    return max(moments)


def _topic_of(plan: Plan) -> str:
    """Return the topic by which the candidates of *plan* can be found, or ""."""
    return next(iter(plan.topics)) if len(plan.topics) == 1 and plan.grain != "issue" else ""
