"""A process that reads posts for the run, and that can be ended: whatever a post holds, the run goes on.

It is started for the first post that needs it, and again after a post has ended it.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from multiprocessing import connection, process

from msgspec import Struct

from feeds.errors import Problem
from feeds.model import Post
from feeds.pipeline.posts.budget import over_budget
from feeds.pipeline.posts.reading import PostReading
from feeds.pipeline.processes.starting import context_to_start, ending_of
from feeds.pipeline.processes.workers import become_worker
from feeds.pipeline.readings.chunks import CommonTraits, Orders, Parcel, PostRequest, pack_chunk, parcel_of

_FAILED = 70  # the exit code of a process with a fault of its own (sysexits.h)


class _Helper(Struct, frozen=True):
    """The process, and the way to it."""

    process: process.BaseProcess
    wire: connection.Connection

    def end(self) -> int:
        """End it, and return its exit code: -N if signal N ended it."""
        self.wire.close()
        if not connection.wait([self.process.sentinel], 0):
            self.process.kill()
        self.process.join()
        return self.process.exitcode or 0


class Sandbox:
    """Reads posts in a process of its own."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._packed_orders = b""
        self._helper: _Helper | None = None

    def read(self, chunk: tuple[PostRequest, ...], common: CommonTraits) -> tuple[Parcel, ...]:
        """Return what the posts of *chunk* say, where so many issues have *common* traits.

        If the process ends meanwhile, each of them is read alone, and what ends it then is a problem of that post.

        Raises:
            OSError: no process can be started.
        """
        try:
            return self._ask(chunk, common)
        except (EOFError, ConnectionError):
            code = self.end()
        if len(chunk) == 1:
            return tuple(parcel_of(self._blamed(one.post, code)) for one in chunk if one.post)
        return tuple(parcel for one in chunk for parcel in self.read((one,), common))

    def end(self) -> int:
        """End the process, if there is one, and return its exit code."""
        helper, self._helper = self._helper, None
        return helper.end() if helper else 0

    def _ask(self, chunk: tuple[PostRequest, ...], common: CommonTraits) -> tuple[Parcel, ...]:
        self._helper = self._helper or self._start()
        self._helper.wire.send((chunk, common))
        parcels: tuple[Parcel, ...] = self._helper.wire.recv()
        return parcels

    def _start(self) -> _Helper:
        self._packed_orders = self._packed_orders or self._orders.pack()
        context = context_to_start()
        ours, theirs = context.Pipe()
        arguments = (ours, theirs, self._packed_orders, sys.getrecursionlimit())
        helper = _Helper(context.Process(target=_serve, args=arguments, name="sandbox"), ours)
        helper.process.start()
        theirs.close()  # ours alone is left: it ends when the process does
        return helper

    def _blamed(self, post: Post, code: int) -> PostReading:
        """Return the reading of *post*, which has ended the process with exit *code*."""
        config = self._orders.settings.config
        if code == -signal.SIGVTALRM:  # the timer of a `Meter`
            problem = over_budget(config, "seconds", post.where)
        elif code == -signal.SIGABRT:  # libraries in Rust end so when memory is refused
            problem = over_budget(config, "memory", post.where)
        else:
            hint = "if memory is short, lower posts.memory; otherwise simplify it, and please tell us about it"
            problem = Problem(post.where, f"ends the process that reads it ({ending_of(code)})", hint)
        killed = code == -signal.SIGKILL  # by somebody who is short of memory, perhaps for something else
        return PostReading(path=post.path, digest="", problems=(problem,), unread=killed)


def _serve(ours: connection.Connection, wire: connection.Connection, orders: bytes, recursion_limit: int) -> None:
    """Read what comes on *wire*, by *orders*, until the run ends; *ours* is the other end of it."""
    become_worker(recursion_limit)
    ours.close()
    run = multiprocessing.parent_process()
    assert run is not None
    while wire in connection.wait([wire, run.sentinel]):
        try:
            chunk, common = wire.recv()
        except EOFError:
            return
        wire.send(_pack(chunk, orders, common))


def _pack(chunk: tuple[PostRequest, ...], packed_orders: bytes, common: CommonTraits) -> tuple[Parcel, ...]:
    try:
        return pack_chunk(chunk, packed_orders, common.issues_with)
    except BaseException as error:  # a panic in Rust, of which the library has printed the trace
        raise SystemExit(_FAILED) from error
