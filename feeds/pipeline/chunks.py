"""Posts are read in chunks, by this process or by workers.

All posts of a chunk are parsed before the first is cut, because what they have in common
is mostly a habit of the newsletter. So few posts have to be cut again when all are read.
A chunk, its settings and what it returns are values: they can be sent to another process.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from feeds.errors import Problem
from feeds.issues import Finder
from feeds.model import Answer, Post
from feeds.pipeline.foreseeing import Foreseen, Foresight, foresee
from feeds.pipeline.packing import pack, unpack
from feeds.pipeline.reading import CutIssue, ParsedPost, PostReading, ReadingSettings, cut_post, parse_post
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
        return len(self.post.text) if self.post else 0


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


def is_full(chunk: list[PostRequest]) -> bool:
    """Return whether *chunk* has as many posts as should be read together."""
    return len(chunk) >= MOST_POSTS or sum(request.size for request in chunk) >= _MOST_TEXT


def parcel_of(reading: PostReading, foreseen: Foreseen | None = None, missed: tuple[str, ...] = ()) -> Parcel:
    """Return *reading* as a parcel; how the issue is cut need not be kept if what becomes of it is *foreseen*."""
    asked = reading.cut.parts.asked if reading.cut else ()
    return Parcel(reading=replace(reading, cut=None), content=foreseen or reading.cut, asked=asked, missed=missed)


def read_chunk(
    chunk: tuple[PostRequest, ...],
    orders: Orders,
    issues_with: Callable[[str], int],
    find_post: Finder | None = None,
) -> tuple[Parcel, ...]:
    """Return what the posts of *chunk* say; *issues_with* counts the issues that have a trait, as far as is known.

    Links to files lead to the posts that *find_post* finds. Without it, as in another process,
    these are the posts that came along, and the parcels say which were missed.
    """
    parsed: dict[str, ParsedPost] = {}
    missed: dict[str, tuple[str, ...]] = {}
    for request in chunk:
        if request.post:
            one = parse_post(request.post, orders.settings, find_post or request.linked.get)
            parsed[request.path] = one
            missed[request.path] = () if find_post else _not_in(request.linked, one.reading.linked)
    here = Counter(trait for one in parsed.values() for trait in one.reading.traits)

    def known(trait: str) -> int:
        return max(issues_with(trait), here[trait])  # not their sum: these posts may be counted already

    def read(request: PostRequest) -> Parcel:
        if not request.post:
            return parcel_of(_unreadable(request))
        reading = cut_post(parsed[request.path], orders.settings, Habits(known, request.answers))
        foreseen = foresee(reading, orders.foresight) if orders.foresight and request.is_new else None
        return parcel_of(reading, foreseen, missed[request.path])

    return tuple(map(read, chunk))


def pack_chunk(
    chunk: tuple[PostRequest, ...], packed_orders: bytes, issues_with: Callable[[str], int]
) -> tuple[Parcel, ...]:
    """Do the same for another process: with all that is needed late as bytes."""
    parcels = read_chunk(chunk, _unpacked(packed_orders), issues_with)
    return tuple(replace(parcel, content=pack(parcel.content)) for parcel in parcels)


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
