"""Words and hashes of a text, which ignore small corrections."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable

from feeds.markup import all_text
from feeds.model import Item, Memory, ParsedIssue, Remembered, Section
from feeds.regex import regex
from feeds.text.words import single_blanks

#: The version of `significant_hash`; hashes of other versions are not compared.
HASH_VERSION = "2"
_MARK = regex(r"(?<!\d)[^\w\s]|[^\w\s.,]|[.,](?!\d)|_")  # a point inside a number is kept
# The same points in ASCII, each with a control that keeps its place while signs are left out.
_POINTS = (
    (regex(rb"\.(?<=[0-9]\.)(?=[0-9])"), b"\1"),
    (regex(rb",(?<=[0-9],)(?=[0-9])"), b"\2"),
)
# ASCII letters become lower case, whitespace becomes a blank, and signs are left out.
_LETTERS = bytes(ord(" ") if chr(code).isspace() else code for code in range(128)).lower().ljust(256)
_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum() and not chr(code).isspace())
_LETTERS_AND_POINTS = _LETTERS.translate(bytes.maketrans(b"\1\2", b".,"))
_OTHER_SIGNS = _SIGNS.translate(None, b"\1\2")
_KINDS = bytes(ord("0" if chr(code).isdigit() else "." if chr(code) in ".," else " ") for code in range(128)).ljust(256)
_TYPOGRAPHY = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "}
_ADDRESS = ":/"  # what makes a word an address, which is kept as it is


def issue_hash(title: str, issue: ParsedIssue) -> str:
    """Return a hash of a whole *issue*, however it is cut: of its *title*, its words and links."""
    said = _words_and_addresses(f"{title}\n{all_text(issue.body)}")
    for anchor in issue.body.iter("a"):
        href = anchor.get("href", "")
        said.append(href if _ADDRESS in href else plain_words(href))
    return _hash(said)


def _words_and_addresses(text: str) -> list[str]:
    """Return the plain words of *text* in order, between them the addresses as they are written."""
    said, plain = list[str](), list[str]()  # lines without addresses, which wait to be taken together
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


def significant_hash(part: Section | Item) -> str:
    """Return a hash of title, words and links as written; a change of it is announced.

    It does not change with resolved links, topics, templates or releases of this program, nor
    with a comma, a capital or a line break.
    """
    return _hash([plain_words(f"{part.title}\n{part.text}"), *(link.href for link in part.links)])


def count_known(sections: Iterable[Section], memory: Memory) -> int:
    """Return how many of *sections* have a hash that *memory* knows."""
    known = {one.hash for one in memory.entries}
    return sum(significant_hash(section) in known for section in sections)


def plain_words(text: str) -> str:
    """Return the words of *text* in order, one blank between them, without case and punctuation.

    >>> plain_words("Don't panic, it is 3.5\\n GHz!")
    'dont panic it is 3.5 ghz'
    """
    if not text.isascii():
        for mark, plain in _TYPOGRAPHY.items():
            text = text.replace(mark, plain)
    if text.isascii():
        return _plain_ascii(text)
    lines = (_plain_ascii(line) if line.isascii() else _plain(line) for line in text.split("\n"))
    return " ".join(line for line in lines if line)


def _plain(text: str) -> str:
    return " ".join(_MARK.sub("", unicodedata.normalize("NFKC", text).casefold()).split())


def _plain_ascii(text: str) -> str:
    """Return what `_plain` does of ASCII; tables of bytes take a tenth of the time."""
    line = text.encode()
    if b"0.0" not in line.translate(_KINDS):
        return single_blanks(line.translate(_LETTERS, _SIGNS)).decode()
    line = line.replace(b"\1", b"\3").replace(b"\2", b"\3")
    for pattern, place in _POINTS:
        line = pattern.sub(place, line)
    return single_blanks(line.translate(_LETTERS_AND_POINTS, _OTHER_SIGNS)).decode()


def _hash(said: Iterable[str]) -> str:
    return HASH_VERSION + hashlib.sha256(" ".join(filter(None, said)).encode()).hexdigest()[:24]
