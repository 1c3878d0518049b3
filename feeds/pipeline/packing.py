"""Readings of posts as bytes: to be sent by a worker, and to be kept until all posts are read."""

from __future__ import annotations

import pickle
from typing import IO

from feeds.pipeline.reading import PostReading


def pack(reading: PostReading) -> bytes:
    """Return *reading* as bytes, for `unpack`."""
    return pickle.dumps(reading, protocol=pickle.HIGHEST_PROTOCOL)


def unpack(file: IO[bytes]) -> PostReading:
    """Return the reading whose bytes begin where *file* is; they must be ours, because unpickling can run anything."""
    reading: PostReading = pickle.load(file)  # noqa: S301 - made by `pack`
    return reading
