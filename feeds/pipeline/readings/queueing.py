"""A queue that posts are put into, and that gives back their readings in the same order, wherever they were read."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from msgspec import Struct

from feeds.errors import Problem
from feeds.pipeline.processes.workers import Crew
from feeds.pipeline.readings.chunks import (
    MOST_POSTS,
    CommonTraits,
    Orders,
    Parcel,
    PostRequest,
    is_full,
    pack_chunk,
)
from feeds.pipeline.readings.readers import Reader
from feeds.sections import FEWEST_OF_A_HABIT
from feeds.store.habits import HabitMemory

if TYPE_CHECKING:
    from concurrent.futures import Future


class _Sent(Struct, frozen=True):
    """A chunk that is being read elsewhere."""

    chunk: tuple[PostRequest, ...]
    future: Future[tuple[Parcel, ...]]


class ReadingQueue:
    """Reads posts in chunks: with *crew* in other processes, else in this one.

    A chunk that a worker fails to read is read once more, away from the run: either it is read, or the error is
    that of the post.
    """

    def __init__(self, orders: Orders, habits: HabitMemory, crew: Crew | None, reader: Reader) -> None:
        self._habits, self._crew, self._reader = habits, crew, reader
        self._packed_orders = orders.pack() if crew else b""
        self._chunk: list[PostRequest] = []
        self._sent: deque[_Sent] = deque()
        self._common, self._done, self._counted_at = CommonTraits({}), 0, 0
        self._failed, self._fault = 0, ""  # posts that workers failed to read, and why

    def put(self, request: PostRequest, left: int) -> list[Parcel]:
        """Take up *request*, the first of so many that are *left*, and return the readings that are next."""
        self._chunk.append(request)
        most = self._crew.portion(len(self._chunk) + left - 1, MOST_POSTS) if self._crew else MOST_POSTS
        return self._pass_on() if is_full(self._chunk, most) else []

    def rest(self) -> list[Parcel]:
        """Return the readings of all posts that are left."""
        parcels = self._pass_on() if self._chunk else []
        while self._sent:
            parcels += self._receive(self._sent.popleft())
        return parcels

    def problems(self) -> list[Problem]:
        """Return what went wrong with workers."""
        if not self._failed:
            return []
        fault = f"{self._failed} posts were read once more, because a worker failed: {self._fault}"
        return [Problem(None, fault, "if memory is short, use --jobs 1")]

    def _pass_on(self) -> list[Parcel]:
        chunk, self._chunk = tuple(self._chunk), []
        if self._crew is None:
            return self._reader.read(chunk)
        future = self._send(chunk, self._crew)
        if future is None:
            self._failed += len(chunk)
            before = [parcel for sent in self._sent for parcel in self._receive(sent)]
            self._sent.clear()
            return [*before, *self._reader.read(chunk)]
        self._sent.append(_Sent(chunk, future))
        return self._receive(self._sent.popleft()) if len(self._sent) > self._crew.ahead else []

    def _send(self, chunk: tuple[PostRequest, ...], crew: Crew) -> Future[tuple[Parcel, ...]] | None:
        """Have *chunk* read elsewhere, if there is still somebody to do that."""
        try:
            return crew.executor.submit(pack_chunk, chunk, self._packed_orders, self._known().issues_with)
        except RuntimeError as error:  # a BrokenExecutor, among others
            self._fault = str(error)
            return None

    def _receive(self, sent: _Sent) -> list[Parcel]:
        self._done += len(sent.chunk)
        try:
            return list(sent.future.result())
        except Exception as error:  # noqa: BLE001 - whatever happened to a worker, its posts go out
            self._failed, self._fault = self._failed + len(sent.chunk), str(error) or type(error).__name__
            return self._reader.read_apart(sent.chunk)

    def _known(self) -> CommonTraits:
        """Return the traits that are common so far.

        They are counted whenever twice as many posts are read: counting goes over all posts.
        """
        if self._done >= 2 * self._counted_at:
            self._common, self._counted_at = CommonTraits(self._habits.common(FEWEST_OF_A_HABIT)), max(self._done, 16)
        return self._common
