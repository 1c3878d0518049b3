"""Posts are read in chunks, by this process or by workers.

All posts of a chunk are parsed before the first is cut, because what they have in common
is mostly a habit of the newsletter. So few posts have to be cut again when all are read.
A chunk, its settings and what it returns are values: they can be sent to another process.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial

from msgspec import Struct, field
from msgspec.structs import replace

from feeds.errors import Problem
from feeds.issues.bodies import Finder
from feeds.model import Answer, Post
from feeds.pipeline.decisions.foreseeing import Foreseen, Foresight, foresee
from feeds.pipeline.posts.budget import budget_of
from feeds.pipeline.posts.packing import pack, unpack
from feeds.pipeline.posts.reading import CutIssue, ParsedPost, PostReading, ReadingSettings, cut_post, over, parse_post
from feeds.pipeline.processes.meter import Lookout, Meter, OverBudgetError
from feeds.sections import Habits

#: How many posts are read together.
MOST_POSTS = 32
_MOST_TEXT = 1_000_000  # characters: their trees take some ten times as much memory


class PostRequest(Struct, frozen=True, kw_only=True):
    """A post to be read."""

    path: str
    post: Post | None  # None: the file cannot be read, for the *problem*
    problem: Problem | None = None
    is_new: bool = False  # whether no issue of it is known
    unread: bool = False  # whether it is to be tried again, even if the file looks the same
    answers: Mapping[str, bool] = field(default_factory=dict)  # by which a published issue is cut
    linked: Mapping[str, Post] = field(default_factory=dict)  # the posts whose files it is known to link to, by path

    @property
    def size(self) -> int:
        """How much there is to read."""
        return len(self.post.text) + len(self.post.sidecar) if self.post else 0


#: What becomes of an issue, if that could be decided already (`foreseeing`), else how it is cut; None of what is none.
Content = Foreseen | CutIssue | None


class Parcel(Struct, frozen=True, kw_only=True):
    """A reading, on its way from where the post was read to where its issue is decided."""

    reading: PostReading  # without how the issue is cut
    content: Content | bytes  # packed, it is sent and stored as it is
    asked: tuple[Answer, ...]
    missed: tuple[str, ...] = ()  # the paths of files that it may link to, and that were not at hand

    def unpack(self) -> Content:
        """Return what becomes of the issue, or how it is cut."""
        if not isinstance(self.content, bytes):
            return self.content
        content: Content = unpack(io.BytesIO(self.content))
        return content


class Orders(Struct, frozen=True, kw_only=True):
    """The settings with which posts are read."""

    settings: ReadingSettings
    foresight: Foresight | None  # None: only the run can decide

    def pack(self) -> bytes:
        """Return them as bytes, to be sent with every chunk."""
        return pack(self)


class CommonTraits(Struct, frozen=True):
    """How many issues have a trait, of those traits that enough have to make a habit; a value that can be sent."""

    counts: Mapping[str, int]

    def issues_with(self, trait: str) -> int:
        """Return how many issues have *trait*, or 0 if it is rare."""
        return self.counts.get(trait, 0)


def is_full(chunk: list[PostRequest], most: int) -> bool:
    """Return whether *chunk* has as many posts as should be read together: *most*, or fewer long ones."""
    return len(chunk) >= most or sum(request.size for request in chunk) >= _MOST_TEXT


def parcel_of(reading: PostReading, foreseen: Foreseen | None = None, missed: tuple[str, ...] = ()) -> Parcel:
    """Return *reading* as a parcel; how the issue is cut need not be kept if what becomes of it is *foreseen*."""
    asked = reading.cut.parts.asked if reading.cut else ()
    return Parcel(reading=replace(reading, cut=None), content=foreseen or reading.cut, asked=asked, missed=missed)


def read_chunk(
    chunk: tuple[PostRequest, ...],
    orders: Orders,
    issues_with: Callable[[str], int],
    meter: Callable[[], Meter],
    find_post: Finder | None = None,
) -> tuple[Parcel, ...]:
    """Return what the posts of *chunk* say; *issues_with* counts the issues that have a trait, as far as is known.

    Links to files lead to the posts that *find_post* finds. Without it, as in another process,
    these are the posts that came along, and the parcels say which were missed. Each post has a *meter* of its own;
    the reading of one that is stopped is `over`.
    """
    begun = {
        request.path: _begin(request.post, orders.settings, find_post or request.linked.get, meter())
        for request in chunk
        if request.post
    }
    here = Counter(trait for one in begun.values() for trait in one.parsed.reading.traits)

    def known(trait: str) -> int:
        return max(issues_with(trait), here[trait])  # not their sum: these posts may be counted already

    def read(request: PostRequest) -> Parcel:
        one = begun.get(request.path)
        if one is None:
            return parcel_of(_unreadable(request))
        missed = () if find_post else _not_in(request.linked, one.parsed.reading.linked)
        return _finish(one, orders, Habits(known, request.answers), missed, is_new=request.is_new)

    return tuple(map(read, chunk))


def pack_chunk(
    chunk: tuple[PostRequest, ...], packed_orders: bytes, issues_with: Callable[[str], int]
) -> tuple[Parcel, ...]:
    """Do the same for another process, which may die of it: with all that is needed late as bytes."""
    orders = _unpacked(packed_orders)
    with Lookout() as lookout:
        meter = partial(Meter, budget_of(orders.settings.config), lookout, deadly=True)
        parcels = read_chunk(chunk, orders, issues_with, meter)
    return tuple(replace(parcel, content=pack(parcel.content)) for parcel in parcels)


class _Begun(Struct, frozen=True, kw_only=True):
    """A post that is parsed, and what it may still take."""

    post: Post
    parsed: ParsedPost
    meter: Meter


def _begin(post: Post, settings: ReadingSettings, find_post: Finder, meter: Meter) -> _Begun:
    try:
        parsed = meter.run(partial(parse_post, post, settings, find_post))
    except OverBudgetError as error:
        parsed = ParsedPost(reading=over(post.path, post.where, settings, error.limit), issue=None, where=post.where)
    return _Begun(post=post, parsed=parsed, meter=meter)


def _finish(begun: _Begun, orders: Orders, habits: Habits, missed: tuple[str, ...], *, is_new: bool) -> Parcel:
    """Return the post that was *begun*, cut by *habits*, and decided about if it *is_new*."""

    def finish() -> Parcel:
        reading = cut_post(begun.parsed, orders.settings, habits)
        foreseen = foresee(reading, orders.foresight) if orders.foresight and is_new else None
        return parcel_of(reading, foreseen, missed)

    try:
        return begun.meter.run(finish)
    except OverBudgetError as error:
        return parcel_of(over(begun.post.path, begun.post.where, orders.settings, error.limit))


@lru_cache(maxsize=1)
def _unpacked(packed_orders: bytes) -> Orders:
    """Return orders that were packed; a worker gets the same with every chunk, and compiles rules only once."""
    orders: Orders = unpack(io.BytesIO(packed_orders))
    return orders


def _not_in(known: Mapping[str, Post], paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(path for path in paths if path not in known)


def _unreadable(request: PostRequest) -> PostReading:
    problems = (request.problem,) if request.problem else ()
    return PostReading(path=request.path, digest="", problems=problems, unread=request.unread)
