"""Posts, and settings of site generators, that are hard to parse.

Every mark of each markup is repeated, nested, left open, and alternated with others.

A mark is written as the text that opens something and the text that closes it. The forms below are the shapes in
which parsers take quadratic time: what is opened many times, what is closed many times, what is opened and followed
by a long run, and two things in turn.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from attack_marks import HEADERS, HTML, JSON, LINES, MARKDOWN, PYTHON, RST, RST_LINES, TOML, YAML
from attack_values import front_matter, settings

_LF = "\n"
_RUNS = " \t\n.,-_*=#>a0é日&<[({\\/'\"`~|:;!?%$@^+\u0301\u200b\u00a0"
_WORDS = "the ferry left at noon "


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """A post, or a file of a site generator, of any size."""

    name: str  # markup, form and mark
    file: str  # relative to the folder of the site
    body: Callable[[int], str]  # of so many characters
    before: str = ""
    after: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)  # other files

    def text(self, size: int) -> str:
        """Return the content of the file, with a body of *size* characters."""
        return self.before + self.body(size) + self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What opens something, and what closes it."""

    opening: str
    closing: str

    @classmethod
    def of(cls, written: str) -> Mark:
        opening, _, closing = written.partition("|")
        return cls(opening=_plain(opening), closing=_plain(closing))


def _plain(written: str) -> str:
    """Return a mark as it is in a post."""
    return written.translate({ord("·"): " ", ord("¶"): _LF, ord("¦"): "|"})


Form = Callable[[Mark, int], str]

#: How a mark becomes a text of so many characters.
FORMS: dict[str, Form] = {
    "opened": lambda mark, size: _fill(mark.opening, size),
    "opened, words": lambda mark, size: _fill(mark.opening + _WORDS, size),
    "opened, spaced": lambda mark, size: _fill(mark.opening + " ", size),
    "opened, letter": lambda mark, size: _fill(mark.opening + "a", size),
    "opened, lines": lambda mark, size: _fill(mark.opening + _LF, size),
    "opened, blocks": lambda mark, size: _fill(f"{mark.opening}a{_LF}{_LF}", size),
    "closed": lambda mark, size: _fill(mark.closing, size),
    "opened once, closed": lambda mark, size: mark.opening + _fill(mark.closing + " ", size),
    "nested": lambda mark, size: _nest(mark, size, 1 << 30),
    "nested 500 deep": lambda mark, size: _fill(_nest(mark, size, 500) + _LF + _LF, size),
    "pairs": lambda mark, size: _fill(f"{mark.opening}a{mark.closing}", size),
    "pairs, words": lambda mark, size: _fill(f"{mark.opening}a{mark.closing} {_WORDS}", size),
    "pairs, lines": lambda mark, size: _fill(f"{mark.opening}a{mark.closing}{_LF}", size),
    "pairs, blocks": lambda mark, size: _fill(f"{mark.opening}a{mark.closing}{_LF}{_LF}", size),
    "pairs, numbered": lambda mark, size: _number(mark, size),
    "half opened, half closed": lambda mark, size: _fill(mark.opening, size // 2) + _fill(mark.closing, size // 2),
    "deeper": lambda mark, size: _stairs(mark, size),
    "a long one": lambda mark, size: mark.opening + _fill(_WORDS, size) + mark.closing,
    "a long word": lambda mark, size: mark.opening + "a" * size + mark.closing,
}


def _fill(unit: str, size: int) -> str:
    return unit * (size // len(unit)) if unit else ""


def _nest(mark: Mark, size: int, depth: int) -> str:
    depth = min(depth, size // max(1, len(mark.opening + mark.closing)))
    return f"{mark.opening * depth}a{mark.closing * depth}"


def _number(mark: Mark, size: int) -> str:
    count = size // (len(mark.opening + mark.closing) + 6)
    return "".join(f"{mark.opening}{number}{mark.closing}{_LF}" for number in range(count))


def _stairs(mark: Mark, size: int) -> str:
    """Return lines that are each indented deeper, and begin again after a hundred."""
    steps = "".join(f"{'  ' * depth}{mark.opening}a{mark.closing}{_LF}" for depth in range(100))
    return _fill(steps, size)


Body = Callable[[int], str]  # returns a text of so many characters


def bodies(markup: str, marks: list[str]) -> Iterator[tuple[str, Body]]:
    """Yield a name and a body for each form of each mark, and for each run of one character after it."""
    for written in marks:
        mark = Mark.of(written)
        for name, form in FORMS.items():
            if form(mark, 1000):
                yield f"{markup}: {name}: {written}", partial(form, mark)
        for character in _RUNS:
            yield f"{markup}: a run of {character!r}: {written}", partial(_run, mark, character)


def _run(mark: Mark, character: str, size: int) -> str:
    return mark.opening + character * size + mark.closing


def runs(markup: str) -> Iterator[tuple[str, Body]]:
    """Yield runs of one character, and of each two in turn."""
    for one, other in itertools.product(_RUNS, repeat=2):
        yield f"{markup}: {one!r} and {other!r} in turn", partial(_fill, one + other)


def pairs(markup: str, marks: list[str], seed: int, count: int) -> Iterator[tuple[str, Body]]:
    """Yield bodies of two or three marks in turn, chosen at random."""
    chance = random.Random(seed)
    joints = ("", " ", "a", _LF, _LF + _LF, "a" + _LF, " a ")
    for _ in range(count):
        chosen = [Mark.of(chance.choice(marks)) for _mark in range(chance.choice((2, 2, 3)))]
        parts = [chance.choice((mark.opening, mark.closing, f"{mark.opening}a{mark.closing}")) for mark in chosen]
        unit = chance.choice(joints).join(parts) + chance.choice(joints)
        yield f"{markup}: {unit!r}", partial(_fill, unit)


def attacks(seed: int = 1, count: int = 300) -> Iterator[Attack]:
    """Yield all attacks, and *count* random ones of each markup."""
    for markup, extension, marks in _MARKUPS:
        for name, body in itertools.chain(bodies(markup, marks), runs(markup), pairs(markup, marks, seed, count)):
            yield Attack(name=name, file=f"posts/a.{extension}", body=body, before=_HEAD)
    for markup, before, after, marks in _HEADS:
        for name, body in itertools.chain(bodies(markup, marks), pairs(markup, marks, seed, count)):
            yield Attack(name=name, file="posts/a.md", body=body, before=before, after=after)
    for file, marks in _SETTINGS:
        for name, body in itertools.chain(bodies(file, marks), pairs(file, marks, seed, count)):
            yield Attack(name=name, file=file, body=body)
    for name, body in front_matter():
        yield Attack(name=name, file="posts/a.md", body=body)
    for one in settings():
        yield Attack(name=one.name, file=one.file, body=one.body, beside=one.beside)


_HEAD = "---\ntitle: A\ndate: 2026-05-02\n---\n"
_MARKUPS = (
    ("markdown", "md", MARKDOWN + LINES),
    ("mdx", "mdx", MARKDOWN),
    ("html", "html", HTML),
    ("rst", "rst", RST + RST_LINES),
)
_HEADS = (
    ("yaml", "---\n", "\n---\n\nx\n", YAML),
    ("toml", "+++\n", "\n+++\n\nx\n", TOML),
    ("json", "", "\n\nx\n", JSON),
    ("headers", "", "\n\nx\n", HEADERS),
)
_SETTINGS = (("hugo.toml", TOML), ("_config.yml", YAML), ("pelicanconf.py", PYTHON), ("package.json", JSON))
