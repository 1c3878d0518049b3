"""The changes that a build would make for subscribers.

A reader identifies an entry by its id and keeps the entries that it has. So changes are found
by id: new and edited entries, those that would be shown again under another id or after
readers forgot them, and those that would vanish though their author did not withdraw them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, get_args

from msgspec import Struct, field

from feeds.model import EntryStatus, Notice, Slot

Kind = Literal[
    "new",  # never published before
    "older",  # published before, and new in this feed
    "edited",  # `updated` has moved
    "touched",  # its content changes, `updated` does not
    "restored",  # by its author, who had withdrawn it or edited it so that no feed carried it
    "withdrawn",  # by its author
    "left",  # made room for newer ones, expired, or was edited so that it does not belong any more
    "unfit",  # does not belong any more by other rules
    "vanished",  # from every feed, by other rules
    "resurfaced",  # would be shown again
]
KINDS: tuple[Kind, ...] = get_args(Kind)

#: The least time for which readers remember an entry that left a feed (NetNewsWire).
REMEMBERED = timedelta(days=30)
#: Remedies for entries that are shown again.
_ANCHOR = "an anchor in its heading, such as {#robots}, keeps the id of a section that is rewritten"
_STAY = "a section keeps its id only in its own issue: move it back; another issue can link to it"
_CUT = "to have the ids back that readers know, undo the change of the settings"
_RULES = "undo the change of the rules or the limit of the feed, if it is not meant to have old entries"


class Change(Struct, frozen=True, kw_only=True):
    """The change of an entry in a feed."""

    kind: Kind
    id: str
    title: str
    post: str  # with the folder of posts; "" where it has none
    reason: str = ""
    remedy: str = ""  # what its author can do, if it is harm


class FeedChanges(Struct, frozen=True, kw_only=True):
    """The changes of a feed."""

    path: str
    title: str
    before: int  # entries
    after: int
    changes: tuple[Change, ...]

    def of(self, *kinds: Kind) -> list[Change]:
        """Return the changes of some *kinds*."""
        return [change for change in self.changes if change.kind in kinds]


class Changes(Struct, frozen=True, kw_only=True):
    """The changes of all feeds that there were before."""

    feeds: tuple[FeedChanges, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()  # addresses, or paths below the output directory: old and new
    ended: tuple[tuple[str, str], ...] = ()  # paths and names of feeds that get their last entry
    unwritten: tuple[tuple[str, str], ...] = ()  # paths and names of feeds that an earlier run could not write
    posts_before: int = 0  # issues
    posts_gone: tuple[str, ...] = ()  # with the folder of posts
    no_posts: bool = False  # in the directory, any more
    directory: str = ""

    def __bool__(self) -> bool:
        return bool(self.moved or self.ended or self.unwritten) or any(feed.changes for feed in self.feeds)


class Knowledge(Struct, frozen=True, kw_only=True):
    """Everything but the entries before and after that decides what a change is."""

    now: datetime
    statuses: Mapping[str, EntryStatus]  # of entries that come, go or change, by id
    fitting: Collection[str] = ()  # ids of entries that belong in the feed, if it had room
    left: Mapping[str, datetime] = field(default_factory=dict)  # when entries left this feed, by id
    former: Mapping[str, EntryStatus] = field(default_factory=dict)  # departed entries with the same text, by new id
    restored: Collection[str] = ()  # ids of entries that their author put back
    cut_anew: Collection[str] = ()  # keys of published issues whose post has not changed
    edited: Collection[str] = ()  # keys of issues whose post has changed


def compare_feed(before: Mapping[str, str], after: Sequence[Slot], known: Knowledge) -> tuple[Change, ...]:
    """Return what happens to the entries of a feed that had those *before* (id to revision)."""
    revisions = {one.id: one.revision for one in after}
    edge = min((one.published for one in after if one.id in before), default=None)
    changes = []
    for one in after:
        if one.id not in before:
            changes.append(_come(one, edge, known))
        elif before[one.id] not in ("", one.revision):  # "" where what it was is not known
            changes.append(_change(known.statuses[one.id], _stayed(before[one.id], one)))
    changes += [_gone(known.statuses[id], known) for id in before if id not in revisions and id in known.statuses]
    return tuple(changes)


def former_of(new: Mapping[str, EntryStatus], gone: Mapping[str, EntryStatus]) -> dict[str, EntryStatus]:
    """Return the entries that are *gone* and had the same text as *new* ones, by the ids of these."""
    known: dict[tuple[str, ...], EntryStatus] = {}
    for one in gone.values():
        for mark in _marks(one):
            known.setdefault(mark, one)
    found = ((id, next((known[mark] for mark in _marks(one) if mark in known), None)) for id, one in new.items())
    return {id: one for id, one in found if one}


def _marks(one: EntryStatus) -> list[tuple[str, ...]]:
    """Return the marks that identify an entry: its text and links; within its issue, its title or first link.

    In another issue a title or a link is not enough: "Jobs" is in every issue.
    """
    marks: list[tuple[str, ...]] = [(one.grain, one.hash)]
    if one.first_link:
        marks.append((one.grain, one.issue_key, "link", one.first_link))
    return [*marks, (one.grain, one.issue_key, "title", one.title.casefold())]


def _come(one: Slot, edge: datetime | None, known: Knowledge) -> Change:
    status = known.statuses[one.id]
    if not status.out:
        if former := known.former.get(one.id):
            was = f"has another id than before, when it was in {former.path or 'a post'}"
            return _change(status, "resurfaced", was, _ANCHOR if former.issue_key == status.issue_key else _STAY)
        if status.issue_key in known.cut_anew:
            return _change(status, "resurfaced", "its issue was published before, and is cut differently now", _CUT)
        return _change(status, "new")
    left = known.left.get(one.id)
    if one.id in known.restored or (left and status.issue_key in known.edited):
        return _change(status, "restored")
    if left and known.now - left >= REMEMBERED and not (edge and one.published < edge):
        return _change(status, "resurfaced", f"left this feed on {left:%Y-%m-%d}, and would come back", _RULES)
    return _change(status, "older")


def _stayed(before: str, one: Slot) -> Kind:
    if isinstance(one, Notice):
        return "withdrawn"
    if before.endswith(" withdrawn"):
        return "restored"
    return "edited" if before.partition(" ")[0] != one.revision.partition(" ")[0] else "touched"


def _gone(one: EntryStatus, known: Knowledge) -> Change:
    if one.absence == "withdrawn":
        return _change(one, "withdrawn")
    if one.absence == "recut":
        return _change(one, "vanished", "its issue is cut differently now")
    if one.absence == "expired":
        return _change(one, "left", "it has expired")
    if one.absence == "dropped":
        kind: Kind = "vanished" if one.issue_key in known.cut_anew else "left"
        return _change(one, kind, "it is one of the kinds that sections.drop leaves out")
    if one.id in known.fitting:
        return _change(one, "left")
    return _change(
        one, "left" if one.issue_key in known.edited else "unfit", "it does not belong in this feed any more"
    )


def _change(one: EntryStatus, kind: Kind, reason: str = "", remedy: str = "") -> Change:
    return Change(kind=kind, id=one.id, title=one.title, post=one.path, reason=reason, remedy=remedy)
