"""Where the time of a run goes: seconds by phase, and the slowest posts.

A `Profile` is a `Progress` of the pipeline that looks at two clocks whenever it is called. Without
`--profile` there is none, so it costs nothing.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct

START, END = "Starting", ""
_POSTS = 10


class Spent(Struct, frozen=True):
    """Seconds on the wall, and of the processor."""

    wall: float = 0.0
    cpu: float = 0.0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.wall + other.wall, self.cpu + other.cpu)

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.wall - other.wall, self.cpu - other.cpu)


class Profile:
    """Adds up the time between its calls, by phase and by post; the first phase begins with the process."""

    def __init__(self) -> None:
        self.phases: dict[str, Spent] = defaultdict(Spent)
        self.posts: dict[str, Spent] = defaultdict(Spent)
        cpu = time.process_time()  # of the whole process; the wall clock did not run slower
        self._phase, self._post, self._since = START, "", _read_clocks() - Spent(cpu, cpu)

    def __call__(self, what: str, done: int = 0, of: int = 0, post: str = "") -> None:
        now = _read_clocks()
        self.phases[self._phase] += now - self._since
        if self._post:
            self.posts[self._post] += now - self._since
        self._phase, self._post, self._since = what, post, now


def _read_clocks() -> Spent:
    return Spent(time.monotonic(), time.process_time())


def profile_lines(profile: Profile) -> Iterator[str]:
    """Yield a table of the phases in order, and one of the posts that took most time."""
    yield f"{'wall s':>8} {'CPU s':>8}  phase"
    yield from _rows(profile.phases)
    yield from _rows({"all": sum(profile.phases.values(), Spent())})
    slowest = sorted(profile.posts.items(), key=lambda item: (-item[1].wall, item[0]))[:_POSTS]
    if slowest:
        yield f"{'wall s':>8} {'CPU s':>8}  slowest posts, of {len(profile.posts)}"
        yield from _rows(dict(slowest))


def _rows(spent: Mapping[str, Spent]) -> Iterator[str]:
    for name, one in spent.items():
        yield f"{one.wall:8.3f} {one.cpu:8.3f}  {name}"
