"""What a text says, apart from what an editor mends and no reader is told of."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby

from feeds.markup import to_text
from feeds.model import Entry, Issue, Memory, Remembered

#: The version of `significant_hash`; entries hashed by another are compared with none.
HASH_VERSION = "2"
_MARK = re.compile(r"(?<!\d)[^\w\s]|[^\w\s.,]|[.,](?!\d)|_")  # a point within a number counts


def issue_hash(title: str, issue: Issue) -> str:
    """Return what changes when a reader should be told of a whole *issue*: its *title*, its words and links."""
    said: list[str] = []
    for are_links, run in groupby((*title.split(), *issue.words), key=lambda word: ":/" in word):
        words = list(run)
        said += words if are_links else plain_words(" ".join(words))
    return _hash(said)


def says_the_same(past: Remembered, digest: str) -> bool:
    """Return whether *digest* is of the same words as *past*; what an earlier version hashed is taken for the same."""
    return past.hash == digest or past.hash[:1] != HASH_VERSION


def significant_hash(entry: Entry) -> str:
    """Return what changes when a reader should be told: title, words, links as written.

    Links that got resolved, topics, templates and releases of ours leave it as it is, and so
    do a comma, a capital and a line broken elsewhere.
    """
    words = plain_words(entry.title + "\n" + to_text(entry.content))
    return _hash((*words, *(link.href for link in entry.links)))


def count_known(sections: Iterable[Entry], memory: Memory) -> int:
    """Return how many of *sections* say just what *memory* has of one."""
    known = {one.hash for one in memory.entries}
    return sum(significant_hash(section) in known for section in sections)


def plain_words(text: str) -> list[str]:
    """Return the words of *text* in order, without what an editor mends and no reader is told of.

    >>> plain_words("Don't panic, it is 3.5\\n GHz!")
    ['dont', 'panic', 'it', 'is', '3.5', 'ghz']
    """
    words = unicodedata.normalize("NFKC", text).casefold().split()
    return [plain for word in words if (plain := word if word.isalnum() else _MARK.sub("", word))]


def _hash(words: Iterable[str]) -> str:
    return HASH_VERSION + hashlib.sha256(" ".join(words).encode()).hexdigest()[:24]
