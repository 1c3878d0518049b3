"""Pages, volumes and feeds are rendered by this process, or divided among several.

Each is made from what the store holds and from what the run has decided, so it does not matter which process
renders it. Workers are forked when that is decided, and have it without being sent it. They read the memory
from its file, which nobody changes meanwhile (`store.view_kept`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from feeds.errors import Problem
from feeds.model import Document
from feeds.pipeline.documents.finishing import Finisher
from feeds.pipeline.documents.printing import Print
from feeds.pipeline.documents.rendering import Presses, RenderInputs, presses_for, render_one
from feeds.pipeline.linking import LinkBook
from feeds.pipeline.processes.workers import Crew
from feeds.pipeline.progress import Progress
from feeds.store import view_kept

if TYPE_CHECKING:
    from concurrent.futures import Future

#: How many of them a worker renders in one go: those that follow each other have many entries in common.
_TOGETHER = 8


class _Desk(Struct, frozen=True, kw_only=True):
    """The inputs of a worker that renders."""

    rendering: RenderInputs
    prints: tuple[Print, ...]  # all of them
    presses: Presses


_DESK: list[_Desk] = []  # one in a worker, none in the run
_OPEN = ExitStack()  # the store of a worker, which stays open as long as its process lives


class _Sent(Struct, frozen=True, kw_only=True):
    """Documents that a worker renders."""

    start: int  # the place of the first one
    future: Future[list[Document]] | None  # None: nobody could be asked


def beginning(rendering: RenderInputs, memory: Path) -> Callable[[], None]:
    """Return what a forked process does first, to render from the file of the *memory*."""

    def begin() -> None:
        store = _OPEN.enter_context(view_kept(memory))
        linking = LinkBook(rendering.config, store)
        finisher = Finisher(rendering.config, store, linking, rendering.phrases)
        own = replace(rendering, store=store, linking=linking, finisher=finisher)
        _DESK.append(_desk_for(own))

    return begin


def _render_at_desk(start: int) -> list[Document]:
    """Return the documents of the prints from *start* on; called in a worker."""
    (desk,) = _DESK
    return list(_render(desk, start, _TOGETHER))


def _desk_for(rendering: RenderInputs) -> _Desk:
    return _Desk(rendering=rendering, prints=rendering.printing.prints, presses=presses_for(rendering))


def _render(desk: _Desk, start: int, count: int) -> Iterator[Document]:
    together = desk.prints[start : start + count]
    return chain.from_iterable(render_one(desk.rendering, desk.presses, one) for one in together)


class RenderQueue:
    """Renders pages, volumes and feeds in their order: with *crew* in other processes, else in this one.

    Documents that a worker fails to render are rendered here: either that works, or the error is raised.
    """

    def __init__(self, rendering: RenderInputs, crew: Crew | None) -> None:
        self._desk, self._crew = _desk_for(rendering), crew
        self._together = _TOGETHER if crew else 1
        self._failed, self._fault = 0, ""  # how many prints workers failed to render, and why

    def documents(self, progress: Progress) -> Iterator[Document]:
        """Yield the documents of all of them."""
        sent = deque[_Sent]()
        for start in range(0, len(self._desk.prints), self._together):
            sent.append(_Sent(start=start, future=self._send(start)))
            if self._crew is None or len(sent) > self._crew.ahead:
                yield from self._receive(sent.popleft(), progress)
        for one in sent:
            yield from self._receive(one, progress)

    def problems(self) -> list[Problem]:
        """Return what went wrong with workers."""
        if not self._failed:
            return []
        done = f"this process rendered {self._failed} feeds, volumes or pages itself"
        return [Problem(None, f"{done}, because a worker failed: {self._fault}", "if memory is short, use --jobs 1")]

    def _send(self, start: int) -> Future[list[Document]] | None:
        """Have the prints from *start* on rendered elsewhere, if there is somebody to do that."""
        if self._crew is None:
            return None
        try:
            return self._crew.executor.submit(_render_at_desk, start)
        except RuntimeError as error:  # a BrokenExecutor, among others
            self._note_failure(start, error)
            return None

    def _receive(self, sent: _Sent, progress: Progress) -> Iterator[Document]:
        self._show(sent.start, progress)
        documents = self._result(sent)
        if documents is None:
            yield from _render(self._desk, sent.start, self._together)
        else:
            yield from documents

    def _result(self, sent: _Sent) -> list[Document] | None:
        """Return what a worker has rendered, or None if this process is to do it."""
        try:
            return sent.future.result() if sent.future else None
        except Exception as error:  # noqa: BLE001 - whatever happened to a worker, its documents are published
            self._note_failure(sent.start, error)
            return None

    def _note_failure(self, start: int, error: Exception) -> None:
        self._failed += len(self._desk.prints[start : start + self._together])
        self._fault = str(error) or type(error).__name__

    def _show(self, start: int, progress: Progress) -> None:
        """Show how many of which kind are done."""
        printing = self._desk.rendering.printing
        feeds, volumes = printing.rendered, len(printing.volumes)
        pages = len(self._desk.prints) - feeds - volumes
        for what, first, count in (
            ("Rendering feeds", pages + volumes, feeds),
            ("Binding archives", pages, volumes),
            ("Rendering pages", 0, pages),
        ):
            if start >= first:
                progress(what, start - first, count)
                return
