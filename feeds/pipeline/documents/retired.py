"""Files of the output directory that no run writes any more."""

from __future__ import annotations

from collections.abc import Collection

from feeds.config import Config
from feeds.errors import Problem, Where
from feeds.pipeline.documents.printing import PrintPlan
from feeds.regex import regex
from feeds.render.opml import TOPICS

_ARCHIVED = regex(r"((?:.*/)?archive/)[^/]+/([^/]+)\Z")


def find_retired(config: Config, printing: PrintPlan) -> list[Problem]:
    """Return a notice for each file that is not made any more: its readers hear nothing new.

    Nobody follows the list of topics; where the last topic went, its feed says so.
    """
    directory, hint = config.publish.directory, "delete it, or put its feed or format back into the config"
    past = printing.before.marks.keys() - {TOPICS, *printing.paths, *printing.search.known}
    if not past:
        return []
    archives = {found[1] for path in printing.paths if (found := _ARCHIVED.match(path))}
    gone = sorted({_retired(path, archives) for path in past})
    return [Problem(Where(f"{directory}/{path}"), "is no longer written, and stays as it is", hint) for path in gone]


def _retired(path: str, archives: Collection[str]) -> str:
    """Return *path*, or for one in an archive all that are like it; *archives* are the folders of those that go on."""
    found = _ARCHIVED.match(path)
    if not found:
        return path
    return f"{found[1]}*/{found[2]}" if found[1] in archives else found[1]
