"""Publish the documents of a run: in the output directory, with their compressed twins, as one generation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from msgspec import Struct

from feeds.errors import Problem
from feeds.model import Document
from feeds.output.codings import check_packages
from feeds.output.documents import Published, publish, remove
from feeds.output.generations import tidy, writing_to
from feeds.pipeline.documents.printing import PrintPlan
from feeds.pipeline.documents.searchable import outdated_files
from feeds.pipeline.publication.owning import find_stranger
from feeds.pipeline.publication.twins import plan_twins, update_twins
from feeds.site import Site
from feeds.store import Store


class PublishingResult(Struct, frozen=True, kw_only=True):
    """The documents that were published."""

    documents: list[Published]
    twins: tuple[str, ...] = ()  # that were written
    watched: tuple[str, ...] = ()  # twins, without which the next run has something to do
    problems: tuple[Problem, ...] = ()

    @property
    def changed(self) -> Iterator[str]:
        """Yield the paths of the files that are new or different."""
        return chain((one.path for one in self.documents if one.changed), self.twins)


def make_ready(site: Site, store: Store) -> None:
    """Finish or undo what a killed run left in the output directory, before the directory is looked at.

    Raises:
        PublishError: it cannot have generations, as config.yaml wants.
        FeedsError: a package for compressed twins is missing.
    """
    check_packages(site.config.publish.compress)
    if site.config.publish.generations:
        tidy(site.output, lambda: find_stranger(site, store))


def publish_all(site: Site, store: Store, printing: PrintPlan, documents: Iterable[Document]) -> PublishingResult:
    """Publish *documents*, and return what is there then.

    Raises:
        PublishError: something cannot be written.
    """
    endings, waiting = site.config.publish.compress, iter(documents)
    first = next(waiting, None)  # if there is none, and no twin to be made, no generation is begun
    with writing_to(site.output, site.config.publish.generations) as output:
        published = publish(chain((first,), waiting), output.open()) if first else []
        if outdated := outdated_files(printing.search, [one.path for one in published], site.mark_of):
            remove(outdated, output.open())
        plan = plan_twins(endings, store, printing)
        twins = update_twins(site, plan, output)
        result = PublishingResult(
            documents=published, twins=twins.written, watched=plan.watched, problems=twins.problems
        )
        output.finish(changed=any(result.changed) or twins.removed)
    store.marks.save_twins(endings)
    return result


def compare_all(site: Site, documents: Iterable[Document]) -> PublishingResult:
    """Return what publishing *documents* would change; nothing is written."""
    return PublishingResult(documents=publish(documents, site.output, dry=True))
