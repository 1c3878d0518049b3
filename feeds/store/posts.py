"""The memory of the posts that were read: their content, and the dates that they give."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from feeds.errors import Problem
from feeds.model import Issue, MeasuredFile, Numbered, ReadPost
from feeds.store import statements
from feeds.store.packing import dump_problems, load_problems, to_seconds, to_time, to_time_or_none


class ContestedClaim(Struct, frozen=True, kw_only=True):
    """A post that claims an id which an issue in another file has."""

    path: str
    id: str
    holder: str  # the path of the other post


class PostMemory:
    """`store.posts`: the posts that were read, and their dates."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def any(self) -> bool:
        """Return whether any post was read."""
        return self._db.execute("SELECT 1 FROM posts LIMIT 1").fetchone() is not None

    def get(self, path: str) -> ReadPost | None:
        """Return what was read at *path*."""
        row = self._db.execute("SELECT * FROM posts WHERE path = ?", (path,)).fetchone()
        if row is None:
            return None
        _, fingerprint, digest, claim, problems = row
        return ReadPost(fingerprint=fingerprint, digest=digest, claim=claim, problems=load_problems(problems))

    def with_digests(self, digests: Collection[str]) -> dict[str, list[str]]:
        """Return the paths of the posts that had one of *digests* when they were read, by digest."""
        found: dict[str, list[str]] = {}
        for digest, path in self._db.execute(statements.WITH_DIGESTS, (json.dumps(sorted(digests)),)):
            found.setdefault(digest, []).append(path)
        return found

    def fingerprints(self) -> dict[str, str]:
        """Return the fingerprints of all posts that were read, by path; "" for one that is to be read again."""
        return dict(self._db.execute("SELECT path, fingerprint FROM posts"))

    def to_read_again(self) -> list[str]:
        """Return the paths of the posts that are to be read again, whether or not they change."""
        return [path for (path,) in self._db.execute("SELECT path FROM posts WHERE fingerprint = ''")]

    def not_understood(self) -> list[str]:
        """Return the paths of the posts that could not be read, or took too much."""
        return [path for (path,) in self._db.execute("SELECT path FROM posts WHERE digest = ''")]

    def problems(self) -> dict[str, tuple[Problem, ...]]:
        """Return what is wrong with posts, by path; nearly all have no problem, and are left out."""
        rows = self._db.execute("SELECT path, problems FROM posts WHERE problems != '[]' ORDER BY path")
        return {path: load_problems(problems) for path, problems in rows}

    def save(self, posts: Mapping[str, ReadPost]) -> None:
        """Remember that *posts* were read, by path."""
        rows = [
            (path, one.fingerprint, one.digest, one.claim, dump_problems(one.problems)) for path, one in posts.items()
        ]
        self._db.executemany("INSERT OR REPLACE INTO posts VALUES (?, ?, ?, ?, ?)", rows)

    def contested(self) -> list[ContestedClaim]:
        """Return the posts that claim an id which an issue in another file has, by path."""
        rows = self._db.execute(statements.CONTESTED)
        return [ContestedClaim(path=path, id=id, holder=holder) for path, id, holder in rows]

    def distrust(self, path: str) -> None:
        """Have the post at *path* read again by the next run that reads anything."""
        self._db.execute("UPDATE posts SET fingerprint = '' WHERE path = ?", (path,))

    def read_anew(self, path: str) -> None:
        """Have the post at *path* read again by the next run, even if its bytes are the same."""
        self._db.execute("DELETE FROM posts WHERE path = ?", (path,))

    def forget(self, path: str) -> None:
        """Forget that *path* was read; its traits (`HabitMemory`) and its published entries are remembered."""
        for table in ("posts", "calendar", "linked", "files"):  # how it was cut is remembered, should it come back
            self._db.execute(f"DELETE FROM {table} WHERE path = ?", (path,))  # noqa: S608 - names of ours

    def linked(self) -> dict[str, tuple[str, ...]]:
        """Return the paths of files that the links of each post may mean, in order, by the path of the post."""
        found: dict[str, list[str]] = {}
        for path, target in self._db.execute("SELECT path, target FROM linked ORDER BY path, target"):
            found.setdefault(path, []).append(target)
        return {path: tuple(targets) for path, targets in found.items()}

    def save_linked(self, path: str, targets: Iterable[str]) -> None:
        """Remember that the links of the post at *path* may mean the files at *targets*."""
        self._db.execute("DELETE FROM linked WHERE path = ?", (path,))
        self._db.executemany("INSERT INTO linked VALUES (?, ?)", [(path, target) for target in targets])

    def files(self) -> dict[str, tuple[MeasuredFile, ...]]:
        """Return what is remembered of the files of enclosures, by the path of the post."""
        found: dict[str, list[MeasuredFile]] = {}
        for path, url, page, file, size in self._db.execute("SELECT * FROM files ORDER BY path, url"):
            found.setdefault(path, []).append(MeasuredFile(url=url, page=page, file=file, size=size))
        return {path: tuple(own) for path, own in found.items()}

    def save_files(self, path: str, files: Iterable[MeasuredFile]) -> None:
        """Remember the *files* of the enclosures of the post at *path*."""
        self._db.execute("DELETE FROM files WHERE path = ?", (path,))
        rows = [(path, one.url, one.page, one.file, one.size) for one in files]
        self._db.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?)", rows)

    def save_dates(self, issues: Iterable[Issue], source: str = "") -> None:
        """Remember what the posts of *issues* say of when they came, and from what *source* estimates were made."""
        rows = [
            (one.path, one.number, *map(to_seconds, (one.published, *(one.within or (None, None)))), source)
            for one in issues
        ]
        self._db.executemany(statements.SAVE_DATE, rows)

    def calendar(self) -> Iterator[Numbered]:
        """Yield what every post says of its number and date, or the date that its issue was published with."""
        return self._numbered("")

    def of_no_issue(self) -> Iterator[Numbered]:
        """Yield the same of the posts that never became an issue."""
        return self._numbered(statements.OF_NO_ISSUE)

    def _numbered(self, which: str) -> Iterator[Numbered]:
        for path, number, published, earliest, latest in self._db.execute(statements.CALENDAR.format(which)):
            within = None if earliest is None or latest is None else (to_time(earliest), to_time(latest))
            yield Numbered(path=path, number=number, published=to_time_or_none(published), within=within)

    def source_of_date(self, path: str) -> str:
        """Return from what the date of the issue at *path* was estimated, or ""."""
        row = self._db.execute("SELECT source FROM calendar WHERE path = ?", (path,)).fetchone()
        return str(row[0]) if row else ""
