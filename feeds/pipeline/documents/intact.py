"""Which documents are as they were last written, so that a run looks at each file of the output directory once.

The look whether anything has changed, which most runs begin with, compares the marks of all files: what it has
found need not be asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Set

from msgspec import Struct

from feeds.store import Store


class WrittenDocuments(Struct, frozen=True, kw_only=True):
    """The documents that earlier runs have written, and which of them are as they were left."""

    marks: Mapping[str, str]  # of the files when they were written, by path
    intact: Set[str]


def find_intact(store: Store, seen: Mapping[str, str], mark_of: Callable[[str], str]) -> WrittenDocuments:
    """Return the documents that were written; only those without a mark in *seen* are looked at, with *mark_of*."""
    marks = store.printed.documents()
    intact = {path for path, mark in marks.items() if mark and (seen.get(path) or mark_of(path)) == mark}
    return WrittenDocuments(marks=marks, intact=intact)


def marks_now(
    documents: WrittenDocuments, paths: Iterable[str], written: Collection[str], mark_of: Callable[[str], str]
) -> dict[str, str]:
    """Return the marks of the documents at *paths*, of which a run has *written* some."""
    return {
        path: documents.marks[path] if path in documents.intact and path not in written else mark_of(path)
        for path in paths
    }
