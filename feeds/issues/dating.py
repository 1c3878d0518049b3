"""Find the date of an issue in its post, and where in the post it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo

from msgspec import Struct
from msgspec.structs import replace

from feeds.errors import Problem
from feeds.issues.dates import Span, date_in_name, parse_date, parse_day, parse_local, parse_part, span_in_path
from feeds.issues.front_matter import FrontMatter
from feeds.issues.names import read_name
from feeds.issues.phrases import Phrase, find_phrase
from feeds.issues.values import DATE, EMBARGO, NO, YES, Values, flag_of, raw_of
from feeds.markup import folded
from feeds.regex import regex

FIRST_SEEN = "the day it was first seen"
_OF_FILE, _DEFAULT = ":filename", ":default"  # as Hugo writes them
_WORDED_FOLDERS = regex(
    r"(?:\A|/)(?P<year>(?:19|20)\d{2})/(?:\d{1,2}[-_. ]{1,3}){0,2}(?P<month>[^\W\d_]{3,12})(?P<day>/\d{1,2})?"
    r"(?=[-_./ ]|\Z)"
)
_DAY_IN_FOLDERS = regex(r"(?:\A|/)(?:19|20)\d{2}/(?:[^\W\d_]{3,12}|\d{1,2})/\d{1,2}(?:/index)?\.\w+\Z")
#: The words for which Eleventy takes the time of the file, or of a commit: a copy of the site has others.
_COMPUTED = ("Created", "Last Modified", "git Created", "git Last Modified")
_HINT = "write it as '2026-01-05' or '2026-01-05 09:30:00 +0100'"


class PostDate(Struct, frozen=True):
    """The date of a post and its source, or the year or month if only that is known."""

    published: datetime | None
    source: str
    within: Span | None = None
    problems: tuple[Problem, ...] = ()
    local: datetime | None = None  # the date in the time zone that it is written in, if the front matter has it


def date_post(
    front: FrontMatter,
    path: str,
    zone: tzinfo,
    *,
    short_years: bool,
    month_first: bool = False,
    title: str = "",
    language: str = "en",
    order: Sequence[str] = (),
) -> PostDate:
    """Return when the post at *path* was published: by its front matter, or else its file name, or else its *title*.

    An unreadable date is a problem, and the next source is used. Names of months are those of
    *language*. With an *order*, it is `posts.dates`.
    """
    unreadable: list[tuple[str, object]] = []
    for name in _names(order):
        if name == _OF_FILE and (when := date_in_name(path, zone, short_years=short_years)):
            return PostDate(when, "the file name", problems=_unread(front, unreadable, ""))
        if name not in front.values:
            continue
        value = _date_in(front.values[name])
        if value in (None, "") or (name == "published" and flag_of(value) in YES + NO) or value in _COMPUTED:
            continue
        if when := parse_local(value, zone, month_first=month_first):
            spelled = name if name == "date" else front.spelled(name)
            return _with_embargo(front, when, f"'{spelled}' in the front matter", zone)
        unreadable.append((name, value))
    for name, value in unreadable:
        if when := parse_day(value, zone):
            spelled = f"'{front.spelled(name)}' in the front matter, of which only the day is read"
            return PostDate(when, spelled, problems=_unread(front, unreadable, "; only its day is used"))
    day = date_in_name(path, zone, short_years=short_years)
    named = None if day else find_phrase(read_name(path).full, zone, language) or _in_folders(path, zone, language)
    if day := day or (named.day if named else None):
        return PostDate(day, "the file name", problems=_unread(front, unreadable, ""))
    titled = find_phrase(title, zone, language)
    if titled and titled.day:
        return PostDate(titled.day, "the title", problems=_unread(front, unreadable, ""))
    parts = (part for _, value in unreadable if (part := parse_part(value, zone)))
    spans = (phrase.within for phrase in (named, titled) if phrase)
    within = next(parts, None) or next(spans, None) or span_in_path(path, zone)
    return PostDate(None, FIRST_SEEN, within, _unread(front, unreadable, "; an estimated date is used"))


def _in_folders(path: str, zone: tzinfo, language: str) -> Phrase | None:
    """Return the date in *path* with the word for a month below a year: `2026/Jan/05/news.md`, `2026/01-january.md`."""
    found = _WORDED_FOLDERS.search(path)
    date = f"{found['year']}-{found['month']}{(found['day'] or '').replace('/', '-')}" if found else ""
    return find_phrase(date, zone, language) if date else None


def is_in_month(path: str) -> bool:
    """Return whether the folders of *path* name a year, and a month of it in words: `2026/January/en.md`.

    >>> is_in_month("2026/Januar/de.md"), is_in_month("2026/notes/a.md")
    (True, False)
    """
    return _in_folders(path, UTC, "en") is not None


def is_dated_by_folders(path: str) -> bool:
    """Return whether the name of the post at *path* is a part of a date: `2026/May/05.md`, `2026/05-may.md`.

    >>> [is_dated_by_folders(path) for path in ("2026/May/05.md", "2026/05-may.md", "2026/05-x.md")]
    [True, True, False]
    """
    if "/" not in path:
        return False
    found = _WORDED_FOLDERS.search(path)
    in_name = found is not None and "/" not in path[found.start("month") :]
    return _DAY_IN_FOLDERS.search(path) is not None or (in_name and is_in_month(path))


def date_by_title(dating: PostDate, title: str, zone: tzinfo, language: str) -> PostDate:
    """Return *dating*, or if it has no date, the date in *title*, the first heading of the post."""
    found = None if dating.published else find_phrase(title, zone, language)
    if found is None:
        return dating
    if found.day:
        return replace(dating, published=found.day, source="the title", within=None)
    known = dating.within
    is_within = known and found.within and known[0] <= found.within[0] and found.within[1] <= known[1]
    return replace(dating, within=found.within) if known is None or is_within else dating


def _unread(front: FrontMatter, unreadable: list[tuple[str, object]], what: str) -> tuple[Problem, ...]:
    """Return a problem for each of the *unreadable* values of dates, which says *what* is used instead."""
    return tuple(
        Problem(front.line_of(name), f"{_shown(value)} is not a date{what}", _HINT) for name, value in unreadable
    )


def _names(order: Sequence[str]) -> Iterator[str]:
    """Yield the names of front matter that date a post, in *order*."""
    for name in order or (_DEFAULT,):
        yield from DATE if name == _DEFAULT else (name if name == _OF_FILE else folded(name),)


def date_of(values: Values, names: tuple[str, ...], zone: tzinfo) -> datetime | None:
    """Return the date under the first of *names* that has a value, or None if the value is not a date."""
    value = raw_of(values, names)
    return None if value is None else parse_date(_date_in(value), zone)


def updated_in_block(values: Values, zone: tzinfo) -> datetime | None:
    """Return the date of the last change in a block of dates, as Material for MkDocs has it, or None."""
    block = values.get("date")
    return parse_date(block.get("updated"), zone) if isinstance(block, dict) else None


def _date_in(value: object) -> object:
    """Return the date in *value*, also in a block (of Docusaurus, or of Material for MkDocs) or in a list of one."""
    if isinstance(value, dict):
        return value.get("date") or value.get("created")
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _with_embargo(front: FrontMatter, local: datetime, source: str, zone: tzinfo) -> PostDate:
    """Return the date *local*, or a later date before which the post is not to be published."""
    when = local.astimezone(UTC)
    embargo = date_of(front.values, EMBARGO, zone)
    if embargo and embargo > when:
        name = next(name for name in EMBARGO if name in front.values)
        source = f"'{front.spelled(name)}' in the front matter, before which it is not published"
        return PostDate(embargo, source, local=local)
    return PostDate(when, source, local=local)


def _shown(value: object) -> str:
    return repr(value[:40]) if isinstance(value, str) else f"a {type(value).__name__}"
