"""Which posts are held back, because they are probably not issues, and what is reported of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct, field

from feeds.config import Config
from feeds.errors import FeedsError, Problem, Where
from feeds.model import Numbered
from feeds.pipeline.posts.budget import budget_of
from feeds.pipeline.processes.meter import Meter, OverBudgetError
from feeds.store import Store

if TYPE_CHECKING:
    from feeds.issues.pages import Doubt

_NAMED = 3  # posts that one line names
_HINT = "list them in posts.ignore, or choose what is published with posts.include"


class Holding(Struct, frozen=True, kw_only=True):
    """The posts that are not issues yet: those that are held back, with the reason, and those that no longer are."""

    held: Mapping[str, Doubt] = field(default_factory=dict)
    released: tuple[str, ...] = ()


def find_held(config: Config, store: Store, found: Collection[str]) -> Holding:
    """Return which of the posts that were *found* are held back, and why.

    An issue that was taken up before stays: its readers keep it. With
    `posts.include` the user has decided. Once a site is built, only few posts are looked at.

    Raises:
        FeedsError: an expression of `posts.held`, or of the site generator, takes too long.
    """
    rows = [row for row in store.posts.of_no_issue() if row.path in found]
    held = _doubtful(rows, found, config) if rows and not config.posts.include else {}
    return Holding(held=held, released=tuple(row.path for row in rows if row.path not in held))


def _doubtful(rows: Sequence[Numbered], found: Collection[str], config: Config) -> Mapping[str, Doubt]:
    from feeds.issues.pages import find_doubtful  # every post of most newsletters is an issue

    posts = config.posts
    try:
        return Meter(budget_of(config)).run(
            partial(find_doubtful, rows, found, posts.directory, posts.layout, posts.held)
        )
    except OverBudgetError:
        fault = "the expressions of posts.held, or of what the site generator ignores, take too long on names of files"
        hint = "repeat nothing that is itself repeated, as in (a+)+"
        raise FeedsError(fault, Where(posts.directory), hint) from None


def report_held(config: Config, held: Mapping[str, Doubt], total: int) -> tuple[Problem, ...]:
    """Return a problem if some posts among *total* files are *held* back that may be issues all the same."""
    return (
        *_lines(config, held, total, ("undated",), _HINT),
        *_lines(config, held, total, ("copy",), "compare each with the post beside it, and delete or rename it"),
    )


def note_held(config: Config, held: Mapping[str, Doubt], total: int) -> tuple[Problem, ...]:
    """Return a notice for each other reason why posts are *held* back."""
    return tuple(
        _lines(config, held, total, ("page", "excluded", "resource", "misnamed"), "posts.include publishes them")
    )


def _lines(
    config: Config, held: Mapping[str, Doubt], total: int, doubts: Iterable[Doubt], hint: str
) -> Iterator[Problem]:
    for doubt in doubts:
        if paths := [path for path, one in held.items() if one == doubt]:
            message = f"{len(paths)} of {total} files {_REASONS[doubt]}: {_listed(paths)}"
            yield Problem(Where(config.posts.directory), message, hint)


def note_divided(config: Config, found: Iterable[str]) -> tuple[Problem, ...]:
    """Return a notice if each issue seems to be a folder of several files among those that were *found*."""
    from feeds.issues.divided import find_divided  # only a first build asks

    divided = find_divided(set(found))
    if not divided or config.posts.include:
        return ()
    folder, names = next(iter(divided.folders.items()))
    message = (
        f"{len(divided.folders)} folders hold several files each, such as {folder} ({_listed(names)}); "
        "each file is published as an issue of its own"
    )
    hint = (
        f"if the files of a folder are one issue, set 'posts.join: [\"{divided.pattern}\"]'; "
        f"if one of them is the issue, choose it with 'posts.include: [\"*/{names[0]}\"]'"
    )
    return (Problem(Where(config.posts.directory), message, hint),)


_REASONS: Mapping[Doubt, str] = {
    "page": "are not published, because their names are those of pages or templates",
    "excluded": "are not published, because posts.held or the site generator excludes them",
    "resource": "are not published, because they belong to the page in their folder (index)",
    "misnamed": "are not published, because Jekyll wants a date at the beginning of the names in _posts",
    "undated": "have neither date nor number and are held back",
    "copy": "are not published, because they have the names of copies that a program left beside posts",
}


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
