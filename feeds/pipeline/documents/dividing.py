"""Pages, volumes and feeds are rendered by this process, or divided among several.

Each is made from what the store holds and from what the run has decided, so it does not matter which process
renders it. Workers are forked when that is decided, and have it without being sent it. They read the memory
from its file, which nobody changes meanwhile (`store.view_kept`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from feeds.errors import Problem
from feeds.model import Document, Form
from feeds.pipeline.documents.finishing import Finisher
from feeds.pipeline.documents.printing import Print
from feeds.pipeline.documents.rendering import Presses, RenderInputs, presses_for, render_one
from feeds.pipeline.linking import LinkBook
from feeds.pipeline.processes.workers import Crew
from feeds.pipeline.progress import Progress
from feeds.store import view_kept

if TYPE_CHECKING:
    from concurrent.futures import Future

#: The most of them that a worker renders in one go: those that follow each other have many entries in common.
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

    places: range  # among all prints
    future: Future[_Rendered] | None  # None: nobody could be asked


class _Rendered(Struct, frozen=True, kw_only=True):
    """What a worker has rendered."""

    documents: list[Document]
    forms: Mapping[str, Form]  # that it has made for them


def beginning(rendering: RenderInputs, memory: Path) -> Callable[[], None]:
    """Return what a forked process does first, to render from the file of the *memory*.

    Jinja is set up here, once for all processes.
    """
    from feeds.render.environment import environment_for  # only where processes are forked, or a page is rendered

    environment_for(rendering.config.site.language)

    def begin() -> None:
        store = _OPEN.enter_context(view_kept(memory))
        linking = LinkBook(rendering.config, store)
        finisher = Finisher(rendering.config, store, linking, rendering.phrases)
        own = replace(rendering, store=store, linking=linking, finisher=finisher)
        _DESK.append(_desk_for(own))

    return begin


def _render_at_desk(places: range) -> _Rendered:
    """Return the documents of the prints at *places*; called in a worker."""
    (desk,) = _DESK
    return _Rendered(documents=list(_render(desk, places)), forms=desk.presses.feeds.forms.take_made())


def _desk_for(rendering: RenderInputs) -> _Desk:
    return _Desk(rendering=rendering, prints=rendering.printing.prints, presses=presses_for(rendering))


def _render(desk: _Desk, places: range) -> Iterator[Document]:
    together = desk.prints[places.start : places.stop]
    return chain.from_iterable(render_one(desk.rendering, desk.presses, one) for one in together)


class RenderQueue:
    """Renders pages, volumes and feeds in their order: with *crew* in other processes, else in this one.

    Documents that a worker fails to render are rendered here: either that works, or the error is raised.
    """

    def __init__(self, rendering: RenderInputs, crew: Crew | None) -> None:
        self._desk, self._crew = _desk_for(rendering), crew
        self._failed, self._fault = 0, ""  # how many prints workers failed to render, and why
        self._forms: dict[str, Form] = {}  # that workers have made

    def documents(self, progress: Progress, meanwhile: Callable[[], None]) -> Iterator[Document]:
        """Yield the documents of all of them; *meanwhile* is called once other processes have enough to do."""
        sent, is_first = deque[_Sent](), True
        for places in self._portions():
            sent.append(_Sent(places=places, future=self._send(places)))
            if self._crew is None:
                yield from self._receive(sent.popleft(), progress)
            elif len(sent) > self._crew.ahead:
                if is_first:
                    meanwhile()
                    is_first = False
                yield from self._receive(sent.popleft(), progress)
        for one in sent:
            yield from self._receive(one, progress)

    def forms(self) -> Mapping[str, Form]:
        """Return the forms that were made for them, by name."""
        return self._forms | self._desk.presses.feeds.forms.take_made()

    def problems(self) -> list[Problem]:
        """Return what went wrong with workers."""
        if not self._failed:
            return []
        done = f"this process rendered {self._failed} feeds, volumes or pages itself"
        return [Problem(None, f"{done}, because a worker failed: {self._fault}", "if memory is short, use --jobs 1")]

    def _portions(self) -> Iterator[range]:
        """Yield the places of prints that are rendered in one go."""
        start, end = 0, len(self._desk.prints)
        while start < end:
            size = self._crew.portion(end - start, _TOGETHER) if self._crew else 1
            yield range(start, start + size)
            start += size

    def _send(self, places: range) -> Future[_Rendered] | None:
        """Have the prints at *places* rendered elsewhere, if there is somebody to do that."""
        if self._crew is None:
            return None
        try:
            return self._crew.executor.submit(_render_at_desk, places)
        except RuntimeError as error:  # a BrokenExecutor, among others
            self._note_failure(places, error)
            return None

    def _receive(self, sent: _Sent, progress: Progress) -> Iterator[Document]:
        self._show(sent.places.start, progress)
        rendered = self._result(sent)
        if rendered is None:
            yield from _render(self._desk, sent.places)
        else:
            self._forms |= rendered.forms
            yield from rendered.documents

    def _result(self, sent: _Sent) -> _Rendered | None:
        """Return what a worker has rendered, or None if this process is to do it."""
        try:
            return sent.future.result() if sent.future else None
        except Exception as error:  # noqa: BLE001 - whatever happened to a worker, its documents are published
            self._note_failure(sent.places, error)
            return None

    def _note_failure(self, places: range, error: Exception) -> None:
        self._failed += len(places)
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
