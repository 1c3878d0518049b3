"""Read posts for a run without endangering it.

A short post is read here: no library in C takes long for one, and what is slow in Python can be interrupted. Long
posts, and short ones that take long, are read in a sandbox.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feeds.issues.bodies import Finder
from feeds.pipeline.posts.budget import budget_of, patience_of
from feeds.pipeline.processes.meter import CAN_LIMIT, Budget, Lookout, Meter
from feeds.pipeline.readings.chunks import CommonTraits, Orders, Parcel, PostRequest, read_chunk
from feeds.sections import FEWEST_OF_A_HABIT
from feeds.store.habits import HabitMemory

if TYPE_CHECKING:
    from feeds.pipeline.readings.sandbox import Sandbox

#: Characters. Of 1,400 posts of real newsletters one is longer.
_LONG = 64_000


class Reader:
    """Reads posts: short ones in this process, others in one that can be ended."""

    def __init__(self, orders: Orders, habits: HabitMemory, find_post: Finder) -> None:
        self._orders, self._habits, self._find_post = orders, habits, find_post
        self._config = orders.settings.config
        self._sandbox: Sandbox | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *error: object) -> None:
        if self._sandbox is not None:
            self._sandbox.end()

    def read(self, chunk: tuple[PostRequest, ...]) -> list[Parcel]:
        """Return what the posts of *chunk* say, in their order."""
        here = [one for one in chunk if one.size <= _LONG or not CAN_LIMIT]
        done = self._read_here(here, patience_of(self._config))
        done |= self._read_apart([one for one in chunk if one.path not in done or done[one.path].reading.over])
        return [done[one.path] for one in chunk]

    def read_apart(self, chunk: tuple[PostRequest, ...]) -> list[Parcel]:
        """Return the same, but read no post in this process: one of them may have ended a worker."""
        apart = [one for one in chunk if one.post and CAN_LIMIT]
        done = self._read_apart(apart)
        done |= self._read_here([one for one in chunk if one.path not in done], budget_of(self._config))
        return [done[one.path] for one in chunk]

    def _read_here(self, posts: Iterable[PostRequest], budget: Budget) -> dict[str, Parcel]:
        """Return parcels by path."""
        with Lookout() as lookout:
            meter = partial(Meter, budget, lookout)
            return _by_path(read_chunk(tuple(posts), self._orders, self._habits.issues_with, meter, self._find_post))

    def _read_apart(self, posts: Iterable[PostRequest]) -> dict[str, Parcel]:
        """Return parcels by path. Posts that link to others are read with these once more."""
        chunk = tuple(posts)
        if not chunk:
            return {}
        common = CommonTraits(self._habits.common(FEWEST_OF_A_HABIT))
        try:
            done = _by_path(self._open_sandbox().read(chunk, common))
            linking = tuple(again for one in chunk if (again := self._with_linked(one, done[one.path])))
            return done | _by_path(self._open_sandbox().read(linking, common) if linking else ())
        except OSError:  # the system has no process left
            return self._read_here(chunk, budget_of(self._config))

    def _open_sandbox(self) -> Sandbox:
        from feeds.pipeline.readings.sandbox import Sandbox  # `multiprocessing` takes a while to import

        self._sandbox = self._sandbox or Sandbox(self._orders)
        return self._sandbox

    def _with_linked(self, request: PostRequest, parcel: Parcel) -> PostRequest | None:
        """Return *request* with the posts that were missed, if there are any."""
        linked = {path: post for path in parcel.missed if (post := self._find_post(path))}
        return replace(request, linked={**request.linked, **linked}) if linked else None


def _by_path(parcels: Iterable[Parcel]) -> dict[str, Parcel]:
    return {parcel.reading.path: parcel for parcel in parcels}
