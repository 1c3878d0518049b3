"""Which volumes of archives have to be rendered: new ones, and those of which a document is missing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from msgspec import Struct

from feeds.model import Volume, VolumeLink
from feeds.pipeline.carried.archiving import Carried
from feeds.render.formats import Format, formats_of


class PrintedVolume(Struct, frozen=True, kw_only=True):
    """A volume of an archive of which documents are to be written."""

    carried: Carried
    volume: Volume
    folder: str
    previous: VolumeLink | None  # the volume before it
    next: VolumeLink | None
    formats: tuple[Format, ...]  # those to be written


def archived_paths(carried: Carried) -> Iterator[str]:
    """Yield the paths of all documents in the archive of a feed, the newest volume first."""
    for link in carried.state.volumes:
        folder = carried.feed.folder_of(link.name)
        for file in link.files:
            yield folder + file


def unprinted_volumes(carried: Carried, missing: Collection[str]) -> Iterator[PrintedVolume]:
    """Yield the volumes in the archive of a feed of which documents are new or *missing*."""
    around = [None, *reversed(carried.state.volumes), None]
    for place, volume in enumerate(carried.volumes):
        if not missing and "" not in volume.digests.values():
            continue
        folder = carried.feed.folder_of(volume.name)
        formats = formats_of(tuple(volume.digests))
        wanted = tuple(one for one in formats if not volume.digests[one.key] or folder + one.file in missing)
        if wanted:
            yield PrintedVolume(
                carried=carried,
                volume=volume,
                folder=folder,
                previous=around[place],
                next=around[place + 2],
                formats=wanted,
            )


def intact_documents(
    shown: Iterable[Carried], missing: Collection[str], digest_of: Callable[[str], str]
) -> Iterator[str]:
    """Yield those of the *missing* documents of archives that are as they were written, whatever their marks.

    Documents of years ago could not always be written the same again.
    """
    for carried in shown:
        for volume in carried.volumes:
            for format in formats_of(tuple(volume.digests)):
                path = carried.feed.folder_of(volume.name) + format.file
                known = volume.digests[format.key]
                if path in missing and known and known == digest_of(path):
                    yield path
