"""Find which of our entries an entry of another feed is.

The evidence is link, old id, title, date and words, each with a weight. One sign alone is not
enough, except for a link that no other entry has. Doubtful cases are left alone and reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, unquote, urlsplit

from msgspec import Struct

from feeds.markup import to_text
from feeds.model import Grain
from feeds.past.values import PastEntry
from feeds.regex import regex
from feeds.text.words import fold_words, word_set

_SURE = 2.5
_DOUBT = 0.05  # pairs whose scores differ by less are equally likely
_WORD = regex(r"\w+")
_PAGE = regex(r"(?:/index)?\.(?:html?|php|aspx?)\Z|/index\Z")
_DAY = regex(r"\d{4}-\d\d?-\d\d?-")


class Ours(Struct, frozen=True, kw_only=True):
    """One of our entries, with all that identifies it in another feed."""

    key: str
    id: str
    kind: Grain
    title: str
    link: str
    path: str  # the path of its post
    published: datetime
    out: bool  # whether it was ever in a feed of ours
    alone: bool  # an issue, or the only section of one
    text: Callable[[], str]  # returns its words; called only in doubt


class Match(Struct, frozen=True, kw_only=True):
    """An old entry and ours that is the same, and the evidence for it."""

    old: PastEntry
    ours: Ours
    signs: tuple[str, ...]


class _Signs(Struct, frozen=True):
    """The evidence that two entries are the same."""

    score: float
    names: tuple[str, ...]


class _Pair(Struct, frozen=True):
    """An old entry and one of ours that may be the same, by their places in the lists."""

    row: int  # of the old entry
    column: int  # of ours
    signs: _Signs


def match(old: Sequence[PastEntry], ours: Sequence[Ours]) -> list[Match]:
    """Return the best assignment of *old* entries to *ours*, each to at most one, without guesses.

    If both match equally, an issue takes precedence over a section.
    """
    links = Counter(_address(entry.link)[1] for entry in old)
    index = _Index(ours)
    pairs = (
        _Pair(row, column, _compare(entry, ours[column], links))
        for row, entry in enumerate(old)
        for column in index.likely(entry)
    )
    return [
        Match(old=old[pair.row], ours=ours[pair.column], signs=pair.signs.names)
        for pair in _assign(pair for pair in pairs if pair.signs.score >= _SURE)
    ]


def _assign(pairs: Iterable[_Pair]) -> list[_Pair]:
    """Return the best pair, then the best of the rest; one with an equal rival is left out, and so is the rival."""
    best_first = sorted(pairs, key=lambda pair: (-pair.signs.score, pair.row, pair.column))
    assigned: dict[int, _Pair | None] = {}  # by row; None where two were equally likely
    columns: set[int] = set()
    for pair in best_first:
        if pair.row in assigned or pair.column in columns:
            continue
        open_pairs = (one for one in best_first if one.row not in assigned and one.column not in columns)
        if rivals := [one for one in open_pairs if _is_rival(one, pair)]:
            assigned[pair.row] = None
            assigned |= {one.row: None for one in rivals if one.column == pair.column}
        else:
            assigned[pair.row] = pair
            columns.add(pair.column)
    return [pair for _, pair in sorted(assigned.items()) if pair]


def _is_rival(one: _Pair, pair: _Pair) -> bool:
    """Return whether *one* has the old entry or ours of *pair*, but not both, and is as likely."""
    return one.signs.score > pair.signs.score - _DOUBT and (one.row == pair.row) != (one.column == pair.column)


class _Index:
    """Finds our entries that share something with an old entry, so that not every pair is compared."""

    def __init__(self, ours: Sequence[Ours]) -> None:
        self._found: dict[tuple[str, str], list[int]] = {}
        for column, one in enumerate(ours):
            names = [("link", _address(one.link)[1]), ("title", _folded(one.title)), ("id", one.id)]
            if one.alone:
                names += [("day", f"{one.published + timedelta(days=days):%F}") for days in (-1, 0, 1)]
                names += [("slug", _slug(one.path))]
            for name in names:
                self._found.setdefault(name, []).append(column)

    def likely(self, old: PastEntry) -> list[int]:
        """Return the places of our entries that may be *old*."""
        date = old.published or old.updated
        path = _address(old.link)[1]
        names = [("link", path), ("link", _address(old.id)[1]), ("id", old.id)]
        names += [("title", title) for title in _titles_of(old)]
        names += [("slug", _slug(path)), ("day", f"{date:%F}" if date else "")]
        return sorted({column for name in names if name[1] for column in self._found.get(name, ())})


def _compare(old: PastEntry, one: Ours, links: Counter[str]) -> _Signs:
    signs = {
        "our id": 10.0 * (old.id == one.id),
        "link": _link_weight(old, one, links),
        "title": 2.0 * (_folded(one.title) in _titles_of(old)),
        "date": _date_weight(old, one),
    }
    score = sum(signs.values())
    if score < 4.5:  # comparing words is the slowest part
        signs["words"] = 2.0 * _likeness(word_set(to_text(old.content)), word_set(one.text()))
    names = tuple(name for name, weight in signs.items() if weight >= 0.5)
    return _Signs(sum(signs.values()) + 0.1 * (one.kind == "issue"), names)


def _link_weight(old: PastEntry, one: Ours, links: Counter[str]) -> float:
    """Return the weight of the addresses; the address of a page does not identify a section of it."""
    host, path = _address(one.link)
    weights = [0.0]
    for address in (old.link, old.id):
        old_host, old_path = _address(address)
        of_it = one.alone or "#" in path or _folded(old.title) == _folded(one.title)
        if path and old_path == path and of_it:
            unique = links[old_path] < 2
            weights.append((3.0 if old_host == host else 2.5) if unique else 1.0)
    if one.alone and _slug(_address(old.link)[1]) == _slug(one.path) != "":
        weights.append(1.5)
    return max(weights)


def _date_weight(old: PastEntry, one: Ours) -> float:
    date = old.published or old.updated
    if date is None:
        return 0.0
    apart = abs(date - one.published)
    if apart <= timedelta(minutes=5):
        return 1.0
    return 0.75 if apart < timedelta(hours=36) else 0.0


def _address(url: str) -> tuple[str, str]:
    """Return the host and the canonical path of *url*, without scheme, "www", file endings and tracking.

    >>> _address("http://www.a.example/2026/one/index.html?utm_source=x"), _address("https://b.example/2026/One")
    (('a.example', '/2026/one'), ('b.example', '/2026/one'))
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    if parts.scheme not in ("http", "https"):
        return "", ""
    path = _PAGE.sub("", unquote(parts.path)).rstrip("/").lower()
    query = "&".join(f"{name}={value}" for name, value in parse_qsl(parts.query) if not name.startswith("utm_"))
    rest = ("?" + query if query else "") + ("#" + parts.fragment if parts.fragment else "")
    return (parts.hostname or "").removeprefix("www."), path + rest if path + rest else ""


def _slug(path: str) -> str:
    """Return the last name in *path* without date and file ending; "" if it is a number.

    >>> _slug("2026/2026-05-01-robots.md"), _slug("/2026/05/robots"), _slug("/issues/42")
    ('robots', 'robots', '')
    """
    name = _DAY.sub("", path.partition("?")[0].rstrip("/").rpartition("/")[2].lower())
    name = name.rpartition(".")[0] or name
    return "" if len(name) < 3 or name.isdigit() or name == "index" else name


def _titles_of(old: PastEntry) -> set[str]:
    """Return the title of *old*, and that without what completes it in feeds of ours: "Jobs (Issue 42)"."""
    base, mark, _ = old.title.rpartition(" (")
    return {_folded(old.title), _folded(base if mark and old.title.endswith(")") else old.title)} - {""}


def _folded(title: str) -> str:
    return " ".join(fold_words(title))


def _likeness(own: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of the shorter text is in the other one: an old feed may have summaries only."""
    if min(len(own), len(other)) < 16:
        return 0.0
    return len(own & other) / min(len(own), len(other))
