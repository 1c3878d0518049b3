"""Match entries of another program's feed with ours.

Link, old id, title, date and words each have a weight. No sign suffices alone, except a link that
no other entry has. Uncertain matches are left out and reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, unquote, urlsplit

from feeds.markup import to_text
from feeds.model import Grain
from feeds.past.documents import PastEntry
from feeds.words import containment, fold_words, word_set

_SURE = 2.5
_DOUBT = 0.05  # matches whose scores differ by less are equally likely
_FEWEST_WORDS = 16
_PAGE = re.compile(r"(?:/index)?\.(?:html?|php|aspx?)\Z|/index\Z")
_DAY = re.compile(r"\d{4}-\d\d?-\d\d?-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """One of our entries, with the values that matching compares."""

    key: str
    id: str
    kind: Grain
    title: str
    link: str
    path: str  # the path of its post
    published: datetime
    out: bool  # whether it was ever in a feed of ours
    alone: bool  # an issue, or the only section of one
    text: Callable[[], str]  # its text; called only if necessary


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An old entry, the one of ours that it is, and the signs that they share."""

    old: PastEntry
    ours: Ours
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Signs:
    """The score of a pair and its signs."""

    score: float
    names: tuple[str, ...]


def match(old: Sequence[PastEntry], ours: Sequence[Ours]) -> list[Match]:
    """Return the best assignment of *old* entries to *ours*, each to at most one, without guesses.

    If both match equally, an issue takes precedence over a section.
    """
    links = Counter(_address(entry.link)[1] for entry in old)
    index = _Index(ours)
    scored = []
    for row, entry in enumerate(old):
        for column in index.likely(entry):
            signs = _compare(entry, ours[column], links)
            if signs.score >= _SURE:
                scored.append((signs.score, row, column, signs))
    return _assign(scored, old, ours)


def _assign(
    scored: list[tuple[float, int, int, _Signs]], old: Sequence[PastEntry], ours: Sequence[Ours]
) -> list[Match]:
    """Take the best pair, then the best of the rest; pairs with an equally good rival are left out."""
    scored.sort(key=lambda one: (-one[0], one[1], one[2]))
    rows: dict[int, Match | None] = {}
    columns: set[int] = set()
    for score, row, column, signs in scored:
        if row in rows or column in columns:
            continue
        rivals = [
            one
            for one in scored
            if one[0] > score - _DOUBT
            and (one[1] == row) != (one[2] == column)
            and one[1] not in rows.keys() - {row}
            and one[2] not in columns
        ]
        if rivals:
            rows[row] = None
            for _, other, same, _ in rivals:
                if same == column:
                    rows[other] = None
            continue
        rows[row] = Match(old=old[row], ours=ours[column], signs=signs.names)
        columns.add(column)
    return [rows[row] for row in sorted(rows) if rows[row] is not None]  # type: ignore[misc]


class _Index:
    """Finds our entries that share anything with an old one, so that not all pairs are compared."""

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
        date = old.published or old.updated
        path = _address(old.link)[1]
        names = [("link", path), ("link", _address(old.id)[1]), ("title", _folded(old.title)), ("id", old.id)]
        names += [("slug", _slug(path)), ("day", f"{date:%F}" if date else "")]
        return sorted({column for name in names if name[1] for column in self._found.get(name, ())})


def _compare(old: PastEntry, one: Ours, links: Counter[str]) -> _Signs:
    signs = {
        "our id": 10.0 * (old.id == one.id),
        "link": _link_weight(old, one, links),
        "title": 2.0 * (_folded(old.title) == _folded(one.title) != ""),
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
    """Return the host and the canonical path of *url*, without the parts that change when a site moves.

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
    """Return the last name in *path* without date and extension, or "" if it is a number.

    >>> _slug("2026/2026-05-01-robots.md"), _slug("/2026/05/robots"), _slug("/issues/42")
    ('robots', 'robots', '')
    """
    name = _DAY.sub("", path.partition("?")[0].rstrip("/").rpartition("/")[2].lower())
    name = name.rpartition(".")[0] or name
    return "" if len(name) < 3 or name.isdigit() or name == "index" else name


def _folded(title: str) -> str:
    return " ".join(fold_words(title))


def _likeness(own: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of the shorter text is in the other one; too few words prove nothing."""
    return containment(own, other) if min(len(own), len(other)) >= _FEWEST_WORDS else 0.0
