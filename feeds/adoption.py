"""Take over ids and dates from feeds that people subscribe to already, so that a move shows nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from functools import partial

from msgspec import Struct

from feeds.config import Config
from feeds.errors import FeedsError, Problem, Where
from feeds.files import read_given
from feeds.model import Cut, Window
from feeds.past import Fetcher, Match, Ours, PastEntry, PastFeed, match, parse_feed
from feeds.pipeline.looking import up_to_date
from feeds.pipeline.memory.parsing import parse_safely
from feeds.render.formats import formats_of
from feeds.selection import UNCHANGED
from feeds.site import Site
from feeds.store import Store
from feeds.urls import host, is_uri

_FOLDERS = {"issue": "", "section": "sections/"}


class Adoption(Struct, frozen=True, kw_only=True):
    """The ids and dates that were taken over, and those that could not be."""

    feeds: tuple[PastFeed, ...]
    adopted: tuple[Match, ...]
    already: tuple[Match, ...]  # taken over by an earlier call
    refused: tuple[Match, ...]  # already out under an id of ours
    unknown: tuple[PastEntry, ...]  # old entries that none of ours is
    new: tuple[Ours, ...]  # ours that subscribers would see as new
    problems: tuple[Problem, ...]
    advice: tuple[str, ...]


def adopt(site: Site, sources: Sequence[str], now: datetime, *, dry: bool = False, again: bool = False) -> Adoption:
    """Give our entries the ids and dates that they have in the feeds at *sources* (files or addresses).

    Their order follows from the dates. With *again* entries that were published with our ids
    get their old ones too; with *dry* nothing is kept.

    Raises:
        FeedsError: a feed cannot be read, or entries are out under ids of ours already.
    """
    feeds = tuple(_read(source, site.config) for source in sources)
    with up_to_date(site, now, dry=dry) as seen:
        adoption = _decide(feeds, list(_ours(seen.store)), seen.now, site.config, again=again)
        if not dry:
            if adoption.refused:
                raise _refusal(adoption.refused)
            _apply(seen.store, adoption)
            seen.store.touched.leave(seen.update.effect)
        return adoption


def _decide(
    feeds: tuple[PastFeed, ...], ours: Sequence[Ours], now: datetime, config: Config, *, again: bool
) -> Adoption:
    """Return what *ours* take over from *feeds*; with *again* also those that were published with ids of ours."""
    found, problems = _pair(feeds, ours)
    free = [one for one in found if not _is_done(one)]
    return Adoption(
        feeds=feeds,
        adopted=tuple(one for one in free if again or not one.ours.out),
        already=tuple(one for one in found if _is_done(one)),
        refused=tuple(one for one in free if one.ours.out and not again),
        unknown=_unknown(feeds, found),
        new=_new(ours, found, now),
        problems=tuple(problems),
        advice=tuple(_advice(feeds, found, config)),
    )


def _apply(store: Store, adoption: Adoption) -> None:
    if any(one.ours.out for one in adoption.adopted):
        _start_over(store)
    for one in adoption.adopted:
        _take_over(store, one)
    _bound(store, (*adoption.adopted, *adoption.already))


def _read(source: str, config: Config) -> PastFeed:
    if source.startswith(("http://", "https://")):
        from feeds.pipeline.asking import make_client

        with closing(make_client(config, trusted=[host(source)])) as client:
            content = Fetcher(client).get(source)
        if content is None:
            raise FeedsError("nothing is there", Where(source), "give the address that feed readers poll")
    else:
        content = read_given(source, "give a file or an address")
    feed = parse_feed(content, source, parse_safely)
    if not feed.entries:
        raise FeedsError(
            "carries no entry that has an id or a link", Where(source), "nothing can be taken over from it"
        )
    return feed


def _ours(store: Store) -> Iterator[Ours]:
    for key, path in store.issues.live():
        memory = store.issues.memory_of(key)
        issue = store.entries.of_issue(key)
        is_out = {one.key: one.out for one in memory.entries} if memory else {}
        sections = {name: part for name, part in issue.sections.items() if not part.dropped}
        for name, entry in {"": issue.whole, **sections}.items():
            yield Ours(
                key=entry.key,
                id=entry.id,
                kind=entry.kind,
                title=entry.title,
                link=entry.permalink.partition("#:~:")[0],  # what leads to words is ours alone
                path=path,
                published=entry.published,
                out=is_out.get(name, False),
                alone=entry.kind == "issue" or len(sections) == 1,
                text=partial(store.issues.text_of, key, name),
            )


def _pair(feeds: Iterable[PastFeed], ours: Sequence[Ours]) -> tuple[list[Match], list[Problem]]:
    """Return what the entries of *feeds* are; where two feeds know one of ours by other ids, the first counts."""
    found: dict[str, Match] = {}
    problems = []
    for feed in feeds:
        entries = list({entry.id: entry for entry in reversed(feed.entries)}.values())[::-1]
        for one in match(entries, ours):
            past = found.setdefault(one.ours.key, one)
            if past.old.id != one.old.id:
                fault = f"{one.old.title!r} has the id {one.old.id} here, and {past.old.id} in the feed named before"
                problems.append(
                    Problem(Where(feed.where), fault, "an entry has one id; name first what most people read")
                )
            elif feed.format == "atom" and not is_uri(one.old.id):
                fault = f"the id {one.old.id!r} is not a URI, which Atom requires"
                problems.append(
                    Problem(Where(feed.where), fault, "our Atom feeds use another id, RSS and JSON keep it")
                )
    return list(found.values()), problems


def _is_done(one: Match) -> bool:
    return one.ours.out and one.ours.id == one.old.id


def _refusal(refused: Sequence[Match]) -> FeedsError:
    one = refused[0]
    message = (
        f"{len(refused)} entries are published under ids of ours already, such as {one.ours.title!r} as {one.ours.id}"
    )
    hint = "adopt before the first build; if nobody has seen those feeds yet, give --replace"
    return FeedsError(message, hint=hint)


def _take_over(store: Store, one: Match) -> None:
    old = one.old
    published = old.published or min(one.ours.published, old.updated or one.ours.published)
    updated = max(old.updated or published, published)
    store.issues.adopt(one.ours.key, old.id, published, updated)


def _start_over(store: Store) -> None:
    """Forget what feeds carried under ids of ours, and their archives, which nobody has seen."""
    store.printed.forget_feeds(())
    store.archives.start_over()


def _bound(store: Store, found: Sequence[Match]) -> None:
    """Keep entries older than the old feed out of ours at the same address: its subscribers would see them as new.

    The end of a feed that was built since then does not change.
    """
    for kind, folder in _FOLDERS.items():
        dates = [one.old.published or one.ours.published for one in found if one.ours.kind == kind]
        past = store.archives.window(folder)
        if not dates or (past and past.rules):
            continue
        oldest = min([*dates, *([past.cut.published] if past and past.cut else [])])
        window = Window(rules="", cut=Cut(published=oldest, left=frozenset()), updated=UNCHANGED)
        store.archives.save_window(folder, window)


def _unknown(feeds: Iterable[PastFeed], found: Iterable[Match]) -> tuple[PastEntry, ...]:
    known = {one.old.id for one in found}
    return tuple({e.id: e for feed in feeds for e in feed.entries if e.id not in known}.values())


def _new(ours: Iterable[Ours], found: Sequence[Match], now: datetime) -> tuple[Ours, ...]:
    """Return our entries that are as new as those of the old feed, but not in it."""
    kinds = {one.ours.kind for one in found}
    keys = {one.ours.key for one in found}
    first = {
        kind: min(one.old.published or one.ours.published for one in found if one.ours.kind == kind) for kind in kinds
    }
    return tuple(
        one for one in ours if one.kind in kinds and one.key not in keys and first[one.kind] <= one.published <= now
    )


def _advice(feeds: Iterable[PastFeed], found: Iterable[Match], config: Config) -> Iterator[str]:
    """Yield advice for the owner of the site, who must keep the old addresses working."""
    kinds = {one.old.id: one.ours.kind for one in found}
    for feed in feeds:
        address = feed.address or (feed.where if feed.where.startswith("http") else "")
        mine = [kinds[entry.id] for entry in feed.entries if entry.id in kinds]
        if not mine:
            continue
        format = next((one for one in formats_of((feed.format,)) if one.key in config.feeds.formats), None)
        if format is None:
            yield f"Put {feed.format} back into feeds.formats: subscribers of {feed.where} still poll it."
            continue
        folder = _FOLDERS["section" if mine.count("section") * 2 > len(mine) else "issue"]
        if address == config.root + folder + format.file:
            continue
        yield (
            f"Subscribers still poll {address or 'the old address'}. Make it serve {folder}{format.file}: best"
            f" as a copy at that address, else by a permanent redirect to {config.root}{folder}{format.file}."
        )
