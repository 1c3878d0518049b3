"""Readings of posts, until all posts are read: some in memory, the rest in a temporary file."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import IO

from feeds.model import Answer
from feeds.pipeline.posts.packing import pack, unpack
from feeds.pipeline.readings.chunks import Parcel

_MOST_IN_MEMORY = 1500  # readings; of 13 KB posts about 40 MB


class Spool:
    """Readings that are given back in the order of their paths, however they came.

    An archive of 20,000 posts does not fit into memory at once, and what becomes of a post
    is decided only when all are read. The temporary file has no name and nobody else sees
    it, so unpickling it is safe.
    """

    def __init__(self) -> None:
        self._kept: dict[str, Parcel] = {}
        self._places: dict[str, int] = {}  # path to where its reading begins in the file
        self._file: IO[bytes] | None = None
        self.any_undated = False  # whether an issue names no date
        self.asked: dict[str, tuple[Answer, ...]] = {}  # by path, the questions that decided how issues were cut

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def __len__(self) -> int:
        return len(self._kept) + len(self._places)

    def __contains__(self, path: str) -> bool:
        return path in self._kept or path in self._places

    def __iter__(self) -> Iterator[Parcel]:
        for path in sorted([*self._kept, *self._places]):
            yield self._kept[path] if path in self._kept else self._load(path)

    def add(self, parcel: Parcel) -> None:
        """Take up the reading in *parcel*, in place of an earlier one of the same post."""
        reading, issue = parcel.reading, parcel.reading.issue
        self.any_undated |= issue is not None and not issue.draft and issue.published is None
        self.asked.pop(reading.path, None)
        if parcel.asked:
            self.asked[reading.path] = parcel.asked
        if len(self._kept) < _MOST_IN_MEMORY or reading.path in self._kept:
            self._kept[reading.path] = parcel
            return
        if self._file is None:
            import tempfile  # only large builds need it

            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the spool is
        self._places[reading.path] = self._file.seek(0, 2)
        self._file.write(pack(parcel))

    def _load(self, path: str) -> Parcel:
        assert self._file is not None
        self._file.seek(self._places[path])
        parcel: Parcel = unpack(self._file)
        return parcel
