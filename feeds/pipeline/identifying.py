"""Which issue a post is: known by its own id, by its file, or as one that was moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from feeds import revisions
from feeds.errors import PostError, Problem, Where
from feeds.markup import to_text
from feeds.model import Entry, Issue, LostIssue, RecoveredIssue
from feeds.store import Store


class ContestedIdError(Exception):
    """Another post has the id that this one claims."""


class Identities:
    """The keys of issues in one reading.

    *name* makes ids of keys; *recovered* are the issues, by key, that the store knows of
    feeds only.
    """

    def __init__(
        self, store: Store, directory: str, name: Callable[..., str], recovered: Mapping[str, RecoveredIssue]
    ) -> None:
        self._store, self._directory, self._name, self._recovered = store, directory, name, recovered
        self._keys = store.issue_keys()
        self._found: Mapping[str, str] = {}
        self._lost: list[LostIssue] = []
        self._unplaced: set[str] = set()  # keys of recovered issues whose file is not known, or is gone
        self._first_seen: dict[str, str] = {}  # path to key of issues that no earlier run has seen

    def look_for(self, found: Mapping[str, str], *, moved: bool) -> None:
        """Take *found* for the posts that there are; with *moved* some are new, and may be others that are gone."""
        self._found = found
        self._unplaced = {key for key, issue in self._recovered.items() if issue.path not in found}
        self._lost = self._store.lost_issues(found) if moved else []

    def claim(self, issue: Issue) -> str:
        """Return the id that the author gave to *issue*, as a URI, or ""."""
        if not issue.pinned_id:
            return ""
        return revisions.mint_issue_id(issue, revisions.mint_issue_key(issue, ()), self._name)

    def known_key(self, issue: Issue, claim: str, digest: str) -> str | None:
        """Return the key of *issue* if it was seen before: by its own id, in this file, or in one that is gone.

        Raises:
            ContestedIdError: another post has the same id.
        """
        holder = self._store.holder_of(claim) if claim else None
        if holder and holder[1] != issue.path:
            if holder[1] in self._found:
                raise ContestedIdError(claim)
            self._lost = [lost for lost in self._lost if lost.key != holder[0]]
            return holder[0]
        if (key := self._store.key_of_path(issue.path)) is not None:
            return key
        if issue.draft:  # a moved file is known by what was published of it
            return None
        if (minted := revisions.mint_issue_key(issue, ())) in self._unplaced:  # the same name, or feeds told of none
            self._unplaced.discard(minted)
            self._lost = [lost for lost in self._lost if lost.key != minted]
            return minted
        lost = revisions.find_moved(issue, digest, self._lost, self._text_of)
        if lost:
            self._lost.remove(lost)
        return lost.key if lost else None

    def new_key(self, issue: Issue) -> str:
        """Return a key for *issue*, which was never seen before."""
        key = revisions.mint_issue_key(issue, self._keys)
        self._keys.add(key)
        self._first_seen[issue.path] = key
        return key

    def is_settled(self, path: str) -> bool:
        """Return whether the issue at *path* was out before this run, and is known by more than feeds."""
        key = self._store.key_of_path(path) or ""
        return self._store.is_out(key) and key not in self._recovered

    def forget_first_look(self, path: str, now: datetime) -> None:
        """Make the memory of the issue at *path* what it was before this run."""
        if (key := self._first_seen.get(path)) is not None:
            self._store.forget_issue(key)
            self._keys.discard(key)
        elif recovered := self._recovered.get(self._store.key_of_path(path) or ""):
            self._store.forget_issue(recovered.key)
            self._store.restore(replace(recovered, path=path), now)

    def refuse_taken(self, issue: Issue, key: str, entries: Sequence[Entry]) -> None:
        """Refuse ids that another issue has by its own name; only a given id can lead to that.

        Raises:
            PostError: one of *entries* has such an id.
        """
        if found := self._store.other_holder([entry.id for entry in entries], key):
            raise self._same_id(issue.path, *found)

    def contested(self) -> list[Problem]:
        """Return a problem for each post that claims an id which another one has.

        They are read again as soon as anything changes, because it may be the other one
        that gives way. Until then their last good entries stay.
        """
        problems = []
        for path, id, holder in self._store.posts.contested():
            if path in self._found and holder in self._found:
                self._store.posts.distrust(path)
                problems.append(self._same_id(path, id, holder).problem)
        return problems

    def _text_of(self, key: str) -> str:
        """Return the words of the issue with *key*; feeds may have told of it more than its sections."""
        recovered = self._recovered.get(key)
        whole = recovered.whole if recovered else None
        return (to_text(whole.content) if whole else "") or self._store.text_of(key)

    def _same_id(self, path: str, id: str, holder: str) -> PostError:
        message = f"has the same id as {self._directory}/{holder}: {id}"
        return PostError(message, Where(f"{self._directory}/{path}"), "give one of them another id")
