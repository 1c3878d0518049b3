"""The documents of a run, from what it has decided: made by this process, or divided among several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from msgspec import Struct

from feeds.errors import Problem
from feeds.languages import phrases_for
from feeds.model import Document
from feeds.pipeline.carried.carrying import CarriedFeeds
from feeds.pipeline.documents.dividing import RenderQueue, beginning
from feeds.pipeline.documents.finishing import Finisher
from feeds.pipeline.documents.printing import PrintPlan
from feeds.pipeline.documents.rendering import RenderInputs, render_documents
from feeds.pipeline.looking import Look
from feeds.pipeline.processes.workers import Crew, Workers, fork_crew
from feeds.pipeline.progress import Progress
from feeds.site import Site


class Making(Struct, frozen=True):
    """Makes the documents that are to be rendered."""

    _rendering: RenderInputs
    _queue: RenderQueue

    def documents(self, progress: Progress, meanwhile: Callable[[], None]) -> Iterator[Document]:
        """Yield all of them; the index and the lists of feeds come last.

        *meanwhile* is called if other processes render, once they have enough to do.
        """
        return render_documents(self._rendering, self._queue.documents(progress, meanwhile))

    def problems(self) -> Sequence[Problem]:
        """Return what went wrong with workers."""
        return self._queue.problems()


@contextmanager
def making(
    site: Site, seen: Look, carrying: CarriedFeeds, printing: PrintPlan, workers: Workers, *, is_kept: bool
) -> Iterator[Making]:
    """Yield what makes the documents of *printing*; the memory is kept before if it *is_kept*.

    It remembers the forms that were made for them.
    """
    rendering = _rendering(site, seen, carrying, printing)
    with _crew(site, rendering, workers, is_kept=is_kept) as crew:
        queue = RenderQueue(rendering, crew)
        yield Making(rendering, queue)
    seen.store.forms.save(queue.forms())


def _rendering(site: Site, seen: Look, carrying: CarriedFeeds, printing: PrintPlan) -> RenderInputs:
    phrases = phrases_for(seen.config.site.language)
    return RenderInputs(
        config=seen.config,
        store=seen.store,
        now=seen.now,
        carrying=carrying,
        printing=printing,
        linking=seen.linking,
        finisher=Finisher(seen.config, seen.store, seen.linking, phrases),
        phrases=phrases,
        recalled=seen.update.volumes,
        read=site.read_published,
    )


@contextmanager
def _crew(site: Site, rendering: RenderInputs, workers: Workers, *, is_kept: bool) -> Iterator[Crew | None]:
    """Yield who is to render from the file of the memory, which is kept before.

    Ids and dates that readers may see must not be lost.
    """
    jobs = workers.jobs_to_render(rendering.printing.load) if is_kept else 1
    if jobs > 1 and rendering.store.keep_in_file():
        with fork_crew(jobs, beginning(rendering, site.state)) as crew:
            yield crew
        return
    if is_kept:
        rendering.store.keep()
    yield None
