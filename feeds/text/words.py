"""Words: folding and comparing text by the words in it."""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import BytesAhoCorasick
from msgspec import Struct

from feeds.regex import regex

_PRINTABLE = bytes(range(0x20, 0x7F))
_WORD = regex(r"\w+")
_BLANKS = regex(r"   *+")  # `re` looks for the first two at once, which takes a third of the time of one
_OTHER_WHITESPACE = regex(r"[^\S\n]")
_BYTES_OF_BLANKS = regex(rb"   *+")
_ASCII_WHITESPACE = "\t\n\v\f\r\x1c\x1d\x1e\x1f"  # but the blank
# The library compares many bytes at once: where a post has two blanks is known in a fortieth of a pattern's time.
_TWO_BLANKS = BytesAhoCorasick([b"  "])


def fold_words(text: str) -> list[str]:
    """Return the words of *text* in order, in lower case and without marks.

    >>> fold_words("The Tide, again!")
    ['the', 'tide', 'again']
    """
    return _WORD.findall(text.casefold())


#: What is between texts that are read together: a control that `clean` removes from all, and XML allows. Where three
#: of them are is found in half the time of one.
BETWEEN = "\x7f\x7f\x7f"
_ENDS = (BETWEEN[0].encode(), b"")  # what is behind a text


class Texts(Struct, frozen=True):
    """One or more texts, none of which has U+007F, that are read together."""

    each: Sequence[str]
    joined: str  # with `BETWEEN` between two
    encoded: bytes  # the same in UTF-8
    rare: str  # its rare characters; if all is ASCII, the kinds of whitespace among them


def together(texts: Sequence[str]) -> Texts:
    """Return *texts* as such."""
    joined = BETWEEN.join(texts)
    return _texts(texts, joined, joined.encode("utf-8", "surrogatepass"))


def apart(encoded: bytes) -> Texts:
    """Return texts, as such, that are *encoded* in UTF-8 with `BETWEEN` between two; each has no blanks around it."""
    joined = encoded.decode()
    return _texts(list(map(str.strip, joined.split(BETWEEN))), joined, encoded)


def _texts(texts: Sequence[str], joined: str, encoded: bytes) -> Texts:
    if joined.isascii():  # a few signs are looked for sooner than all others left out
        return Texts(texts, joined, encoded, "".join([sign for sign in _ASCII_WHITESPACE if sign in joined]))
    return Texts(texts, joined, encoded, rare_in(encoded))


def on_one_line(text: str, rare: str | None = None) -> str:
    """Return *text* with one blank in place of all whitespace between words, and none around them.

    Most texts are written so, but for line breaks. To see that takes a tenth of the time of
    taking them apart. If they are known, *rare* are its `rare_characters`, or these and others.

    >>> on_one_line("One\\n  tide. ")
    'One tide.'
    """
    return with_single_blanks(_with_blanks(text, rare_characters(text) if rare is None else rare))


def lines_of(texts: Texts) -> list[str]:
    """Return each of *texts* as `on_one_line` does: whether one has blanks too many is seen in all of them at once.

    >>> lines_of(together(["One\\n  tide. ", "Two."]))
    ['One tide.', 'Two.']
    """
    in_one = texts.encoded.replace(b"\n", b" ")
    inner = [end for _, _, end in _TWO_BLANKS.find_matches_as_indexes(in_one) if in_one[end : end + 1] not in _ENDS]
    if inner or _OTHER_WHITESPACE.search(texts.rare):
        joined = _BLANKS.sub(" ", _with_blanks(texts.joined, texts.rare))
        return [line.strip() for line in joined.split(BETWEEN)]
    return [text.replace("\n", " ").strip() for text in texts.each]


def _with_blanks(text: str, rare: str) -> str:
    """Return *text*, whose rare characters are *rare*, with a blank in place of each character of other whitespace."""
    text = text.replace("\n", " ")
    if _OTHER_WHITESPACE.search(rare):  # in few texts, and then of few kinds
        for kind in set(filter(str.isspace, rare)):
            text = text.replace(kind, " ")
    return text


def with_single_blanks(text: str) -> str:
    """Return *text*, which has no whitespace but blanks, as `on_one_line` does."""
    return (_BLANKS.sub(" ", text) if "  " in text else text).strip()


def single_blanks(line: bytes) -> bytes:
    """Return *line*, which has no whitespace but blanks, with one blank between words, and none around them.

    >>> single_blanks(b" one   two three ")
    b'one two three'
    """
    return _BYTES_OF_BLANKS.sub(b" ", line).strip()


def single_few_blanks(line: bytes) -> bytes:
    """Return the same of a line with few blanks too many: these are found in no time, but each takes longer.

    >>> single_few_blanks(b" one   two three ")
    b'one two three'
    """
    found = _TWO_BLANKS.find_matches_as_indexes(line)
    if not found:
        return line.strip()
    starts, ends = [0, *[end for _, _, end in found]], [*[start for _, start, _ in found], len(line)]
    return b" ".join(filter(None, [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]))


def rare_characters(text: str) -> str:
    """Return the characters of *text* that are not printable ASCII, in order.

    To look for something in these few takes a quarter of the time of looking for it in all of a text.

    >>> rare_characters("naïve\\n")
    'ï\\n'
    """
    return rare_in(text.encode("utf-8", "surrogatepass"))


def rare_in(text: bytes) -> str:
    """Return the `rare_characters` of *text*, which is in UTF-8."""
    return text.translate(None, _PRINTABLE).decode("utf-8", "surrogatepass")


def fold_case(text: bytes, rare: str) -> bytes:
    """Return *text* in UTF-8, whose rare characters are *rare*, as `casefold` does; most have only ASCII to be folded.

    >>> fold_case("The Naïve".encode(), "ï").decode()
    'the naïve'
    """
    if rare.casefold() != rare:
        text = text.decode("utf-8", "surrogatepass").casefold().encode("utf-8", "surrogatepass")
    return text.lower()


def word_set(text: str) -> frozenset[str]:
    """Return the different words of *text*."""
    return frozenset(fold_words(text))


def similarity(own: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of all words of two texts that both have, from 0 to 1 (Jaccard).

    >>> similarity(word_set("the high tide"), word_set("the low tide"))
    0.5
    """
    if not own or not other:
        return 0.0
    common = len(own & other)
    return common / (len(own) + len(other) - common)
