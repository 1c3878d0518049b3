"""Which issue a post is: known by its own id, by its file, or as one that was moved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import partial

from msgspec import Struct

from feeds import revisions
from feeds.errors import PostError, Where
from feeds.markup import to_text
from feeds.model import Issue, RecoveredIssue
from feeds.posts import shown_path
from feeds.store import Store
from feeds.urls import tag_uri

Namer = Callable[..., str]  # (issue key, section key...) to id


class Identity(Struct, frozen=True):
    """Which issue a post is."""

    key: str
    is_new: bool = False  # whether no earlier run has seen it
    has_own_ids: bool = False  # whether its ids are certainly those of no other issue


class ContestedIdError(Exception):
    """Another post has the id that this one claims."""


def claim_of(issue: Issue, name: Namer) -> str:
    """Return the id that the author gave to *issue*, as a URI, or ""."""
    return revisions.mint_issue_id(issue, revisions.mint_issue_key(issue, ()), name) if issue.pinned_id else ""


def namer(authority: str, day: date) -> Namer:
    """Return what makes ids of keys: tag URIs of the domain *authority* as of *day*."""
    return partial(_named, tag_uri(authority, day))


def _named(start: str, *path: str) -> str:
    return start + "/".join(path)


class Identities:
    """The keys of issues, given out in the order in which posts are asked for.

    *found* are the posts that there are; with *moved* some are new, and may be issues whose
    file is gone: one of those *gone*, where that is known. *recovered* are the issues, by key,
    that the store knows from feeds alone.
    """

    def __init__(
        self,
        store: Store,
        found: Mapping[str, str],
        recovered: Mapping[str, RecoveredIssue],
        *,
        moved: bool,
        gone: Collection[str] | None = None,
    ) -> None:
        self._store, self._found, self._recovered = store, found, recovered
        self._any_known = store.issues.any()  # before this run, which has each post but once
        self._any_claim = False
        self._keys = _Keys(store, any_known=self._any_known)
        self._unplaced = {key for key, issue in recovered.items() if issue.path not in found}
        self._lost = store.issues.lost(found, gone) if moved else []

    @property
    def any_lost(self) -> bool:
        """Whether a post in a new file may be an issue whose file is gone."""
        return bool(self._lost)

    def place(self, keys: Collection[str]) -> None:
        """Take up that the issues with these *keys* have a post."""
        self._lost = [lost for lost in self._lost if lost.key not in keys]

    def identify(
        self, issue: Issue, claim: str, digest: str, words: frozenset[str], *, held: bool = False
    ) -> Identity | None:
        """Return which issue *issue* is, with a new key if it was never seen before.

        It is None for a draft, and for a post that is *held* back, of no issue. *claim* is the id
        that its author gave, *digest* that of its post, *words* those of its body.

        Raises:
            ContestedIdError: another post has the same id.
        """
        self._any_claim |= bool(claim)
        if (key := self._known_key(issue, claim, digest, words)) is not None:
            return Identity(key)
        if issue.draft or held:
            return None
        key = revisions.mint_issue_key(issue, self._keys)
        self._keys.given.add(key)
        # ids that are made of keys, which have no slash, and of those of parts behind a slash
        return Identity(key, is_new=True, has_own_ids=not (self._any_known or self._any_claim))

    def _known_key(self, issue: Issue, claim: str, digest: str, words: frozenset[str]) -> str | None:
        holder = self._store.issues.holder_of(claim) if claim else None
        if holder and holder.path != issue.path:
            if holder.path in self._found:
                raise ContestedIdError(claim)
            self._lost = [lost for lost in self._lost if lost.key != holder.key]
            return holder.key
        if self._any_known and (key := self._store.issues.key_of_path(issue.path)) is not None:
            return key
        if issue.draft:  # a moved file is known by what was published of it
            return None
        # the same name, or feeds named no file
        if self._unplaced and (minted := revisions.mint_issue_key(issue, ())) in self._unplaced:
            self._unplaced.discard(minted)
            self._lost = [lost for lost in self._lost if lost.key != minted]
            return minted
        lost = revisions.find_moved(issue, digest, words, self._lost, self._text_of)
        if lost:
            self._lost.remove(lost)
        return lost.key if lost else None

    def _text_of(self, key: str) -> str:
        """Return the words of the issue with *key*; feeds may hold more of it than its sections."""
        recovered = self._recovered.get(key)
        whole = recovered.whole if recovered else None
        return (to_text(whole.content) if whole else "") or self._store.issues.text_of(key)


class _Keys:
    """Every key that was ever given to an issue: those *given* now, and those in *store*."""

    def __init__(self, store: Store, *, any_known: bool) -> None:
        self.given = set[str]()
        self._in_store = store.issues.has if any_known else lambda _: False

    def __contains__(self, key: object) -> bool:
        return key in self.given or self._in_store(str(key))


def same_id(directory: str, path: str, id: str, holder: str) -> PostError:
    """Return the fault of the post at *path* in *directory*, whose *id* the post at *holder* has."""
    message = f"has the same id as {shown_path(directory, holder)}: {id}"
    return PostError(message, Where(shown_path(directory, path)), "give one of them another id")
