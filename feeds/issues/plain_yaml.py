"""Read front matter that is so plain that its lines can mean only one thing in YAML.

PyYAML needs 60 µs for six such lines, and its import is a fourteenth of a run with one new post, which mostly does
without it. What is understood here is little on purpose: a property test compares each answer with that of PyYAML.
"""

from __future__ import annotations

from feeds.regex import regex

_KEY = regex(r"[A-Za-z_][\w-]{0,99}")
_ITEM = regex(r"(?P<indent> *)- +(?P<text>[^ ].*)")
_LONGEST = 20_000  # characters

Value = str | list[str]


def read_plain(source: str) -> dict[str, Value] | None:
    r"""Return the values in *source*, or None if it takes PyYAML to understand it.

    Each line is blank, `key: value`, or a `- text` below a `key:`, and no key is said twice. A text without quotes
    begins with a letter, a digit or a slash, and one in double quotes holds neither these nor a backslash; a value is a
    text, or a list of some in brackets.

    >>> read_plain("title: 'News: all of it'\ndate: 2026-05-01 09:00\ntags: [a, \"b c\"]\nauthors:\n  - D\n")
    {'title': 'News: all of it', 'date': '2026-05-01 09:00', 'tags': ['a', 'b c'], 'authors': ['D']}
    >>> read_plain("title: News: all of it\n")
    """
    if len(source) > _LONGEST or not source.replace("\n", "").isprintable():  # YAML breaks lines at others, too
        return None
    values: dict[str, Value] = {}
    key, indent = "", ""
    below: list[str] | None = None  # the texts below *key*, which has no value beside it
    for line in filter(None, source.split("\n")):
        if item := _ITEM.fullmatch(line):
            text = _text(item["text"].rstrip(" "))
            if text is None or below is None or (below and item["indent"] != indent):
                return None
            indent = item["indent"]
            values[key] = below = [*below, text]
            continue
        key, colon, said = line.partition(":")
        value = _value(said) if colon else None
        if value is None or key in values or not _KEY.fullmatch(key):
            return None
        values[key], below = value, None if said.strip(" ") else []
    return values


def _value(said: str) -> Value | None:
    """Return what is *said* behind the colon of a line, or None."""
    text = said.strip(" ")
    if not text:
        return ""
    if said[0] != " ":
        return None
    return _texts(text[1:-1]) if text[0] == "[" and text[-1] == "]" else _text(text)


def _texts(inner: str) -> list[str] | None:
    """Return the texts between the brackets of a list, or None."""
    found = [_text_in_brackets(part.strip(" ")) for part in inner.split(",")] if inner.strip(" ") else []
    texts = [text for text in found if text is not None]
    return texts if len(texts) == len(found) else None


def _text(written: str) -> str | None:
    """Return the text that is *written* as all of a value, or None."""
    if written[0].isalnum() or written[0] == "/":
        return None if ": " in written or " #" in written or written[-1] == ":" else written
    return _unquoted(written)


def _text_in_brackets(written: str) -> str | None:
    """Return the text that is *written* in brackets: letters, digits and a few signs, as more have a meaning there."""
    words = written.replace(" ", "").replace("-", "").replace("_", "").replace(".", "")
    return written if written[:1].isalnum() and words.isalnum() else _unquoted(written)


def _unquoted(written: str) -> str | None:
    """Return what is *written* between quotes, or None if there are none, more, or others that stand for something."""
    quote, inner = written[:1], written[1:-1]
    if len(written) < 2 or quote not in "\"'" or written[-1] != quote:
        return None
    if quote == "'":
        return None if "'" in inner.replace("''", "") else inner.replace("''", "'")
    return None if '"' in inner or "\\" in inner else inner
