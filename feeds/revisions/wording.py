"""Words and hashes of a text, which ignore small corrections."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Protocol

from feeds.model import Item, Memory, Remembered, Section
from feeds.text.plain_words import plain_words, plain_words_of
from feeds.text.words import together

#: The version of `significant_hash`; hashes of other versions are not compared.
HASH_VERSION = "2"
_ADDRESS = ":/"  # what makes a word an address, which is kept as it is


class Worded(Protocol):
    """A block of a body: its text, and the words of that as `plain_words` has them."""

    @property
    def text(self) -> str: ...
    @property
    def words(self) -> str: ...


def issue_hash(title: str, blocks: Iterable[Worded], hrefs: Iterable[str]) -> str:
    """Return a hash of a whole issue, however it is cut: of its *title*, the words of its *blocks*, and its links."""
    said = _words_and_addresses(title)
    for block in blocks:
        if "/" in block.text and _ADDRESS in block.text:  # one sign is found in a fiftieth of the time of two
            said += _words_and_addresses(block.text)
        else:
            said.append(block.words)
    said += [href if _ADDRESS in href else plain_words(href) for href in hrefs]
    return _hash(said)


def _words_and_addresses(text: str) -> list[str]:
    """Return the plain words of *text* in order, between them the addresses as they are written."""
    said: list[str] = []
    plain: list[str] = []  # lines without addresses, which wait to be taken together
    for line in text.split("\n") if _ADDRESS in text else ():
        if _ADDRESS not in line:
            plain.append(line)
            continue
        words, end = line.split(), 0
        for number in [number for number, word in enumerate(words) if _ADDRESS in word]:
            plain.append(" ".join(words[end:number]))
            said += [plain_words("\n".join(plain)), words[number]]
            plain, end = [], number + 1
        plain.append(" ".join(words[end:]))
    return [*said, plain_words("\n".join(plain) if said else text)]


def says_the_same(past: Remembered, digest: str) -> bool:
    """Return whether *digest* is of the same words as *past*; a hash of an earlier version counts as the same."""
    return past.hash == digest or past.hash[:1] != HASH_VERSION


def significant_hashes(parts: Sequence[Section | Item]) -> list[str]:
    """Return hashes of the title, words and links of each of *parts*, as written; a change of one is announced.

    It does not change with resolved links, topics, templates or releases of this program, nor
    with a comma, a capital or a line break.
    """
    titles = plain_words_of(together([part.title for part in parts])) if parts else []
    return [
        _hash([title, part.words, *[link.href for link in part.links]])
        for title, part in zip(titles, parts, strict=True)
    ]


def count_known(sections: Sequence[Section], memory: Memory) -> int:
    """Return how many of *sections* have a hash that *memory* knows."""
    known = {one.hash for one in memory.entries}
    return sum(one in known for one in significant_hashes(sections))


def _hash(said: Iterable[str]) -> str:
    return HASH_VERSION + hashlib.sha256(" ".join(filter(None, said)).encode()).hexdigest()[:24]
