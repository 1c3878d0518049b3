"""What edits of issues that are out are worth telling: not each of hundreds at once, and not of old ones."""

from __future__ import annotations

from datetime import datetime

from feeds import revisions
from feeds.config import Config
from feeds.errors import Problem, Where
from feeds.model import Issue, IssueStamps, Memory, Whole
from feeds.store import Store


class Edits:
    """The edits that one reading finds."""

    def __init__(self, config: Config, store: Store, now: datetime) -> None:
        self._config, self._store, self._now = config, store, now
        self._dates: dict[str, dict[str, tuple[datetime, datetime]]] = {}  # issue to dates that announce nothing
        self.edited: set[str] = set()  # keys of issues whose post says something else than before
        self.cut_anew: set[str] = set()  # keys of issues that are out, whose post says what it said

    def is_edited(self, whole: Whole, issue: Issue, memory: Memory | None, digest: str) -> bool:
        """Return whether *issue*, as a *whole*, says something else than when it was read, or than feeds told of it."""
        if memory is None or memory.complete or memory.whole is None:
            return memory is None or self._store.digest_of(memory.key) != digest
        return not revisions.says_the_same(memory.whole, revisions.issue_hash(whole.title, issue))

    def is_recent(self, issue: Issue, memory: Memory | None) -> bool:
        """Return whether edits of *issue* are news, by its age."""
        age = self._config.edits.max_age
        whole = memory.whole if memory else None
        first = whole.published if whole else issue.published
        return not age or first is None or self._now - first <= age

    def note(self, key: str, stamps: IssueStamps, quiet: IssueStamps) -> None:
        """Note which dates of the issue with *key* have to be put back if its edit is one of too many.

        *quiet* are the *stamps* that it would have without the edit.
        """
        dates = {
            old.key: (old.published, old.updated)
            for new, old in zip(stamps.all, quiet.all, strict=True)
            if (new.published, new.updated) != (old.published, old.updated)
        }
        if dates:
            self._dates[key] = dates

    def settle(self) -> list[Problem]:
        """Put `updated` back where more issues were edited than is news; return a notice of it.

        It takes all of them, so the order in which posts are read decides nothing.
        """
        most = self._config.edits.most
        if len(self._dates) <= most:
            return []
        for key, dates in self._dates.items():
            self._store.set_dates(key, dates)
        return [
            Problem(
                Where(self._config.posts.directory),
                f"{len(self._dates)} issues were edited since the last build: what they say now is in the feeds, "
                "and announced for none of them",
                f"edits.most is {most}",
            )
        ]
