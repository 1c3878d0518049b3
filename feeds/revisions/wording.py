"""Words and hashes of a text, which ignore small corrections."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby

from feeds.markup import to_text
from feeds.model import Memory, ParsedIssue, Passage, Remembered

#: The version of `significant_hash`; hashes of other versions are not compared.
HASH_VERSION = "2"
_WORD = re.compile(r"\w+")
_MARK = re.compile(r"(?<!\d)[^\w\s]|[^\w\s.,]|[.,](?!\d)|_")  # a point inside a number is kept


def issue_hash(title: str, issue: ParsedIssue) -> str:
    """Return a hash of a whole *issue*: of its *title*, its words and links."""
    said: list[str] = []
    for are_links, run in groupby((*title.split(), *issue.words), key=lambda word: ":/" in word):
        words = list(run)
        said += words if are_links else plain_words(" ".join(words))
    return _hash(said)


def says_the_same(past: Remembered, digest: str) -> bool:
    """Return whether *digest* is of the same words as *past*; a hash of an earlier version counts as the same."""
    return past.hash == digest or past.hash[:1] != HASH_VERSION


def significant_hash(passage: Passage) -> str:
    """Return a hash of title, words and links as written; a change of it is announced.

    It does not change with resolved links, topics, templates or releases of this program, nor
    with a comma, a capital or a line break.
    """
    words = plain_words(passage.title + "\n" + to_text(passage.content))
    return _hash((*words, *(link.href for link in passage.links)))


def count_known(sections: Iterable[Passage], memory: Memory) -> int:
    """Return how many of *sections* have a hash that *memory* knows."""
    known = {one.hash for one in memory.entries}
    return sum(significant_hash(section) in known for section in sections)


def plain_words(text: str) -> list[str]:
    """Return the words of *text* in order, without case and punctuation.

    >>> plain_words("Don't panic, it is 3.5\\n GHz!")
    ['dont', 'panic', 'it', 'is', '3.5', 'ghz']
    """
    words = unicodedata.normalize("NFKC", text).casefold().split()
    return [plain for word in words if (plain := word if word.isalnum() else _MARK.sub("", word))]


def _hash(words: Iterable[str]) -> str:
    return HASH_VERSION + hashlib.sha256(" ".join(words).encode()).hexdigest()[:24]
