"""Read the kind of YAML that most front matter is: a text, a list of texts, or nothing behind each name.

A parser of YAML takes 10 ms to import, a twenty-fifth of a build after one change, and 80 µs for each post. What is
read here means the same to it, as a property test shows; everything else (nested blocks, escapes, comments, text of
several lines, a name that appears twice) is left to it.
"""

from __future__ import annotations

from collections.abc import Mapping

from feeds.regex import regex

#: Controls, line breaks of YAML, and what it forbids.
_ODD = r"\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_QUOTED = rf"\"[^\"\\{_ODD}]*+\"|'[^'{_ODD}]*+'"
#: Text without quotes, in which ": " and " #" would mean something else.
_TEXT = rf"(?:[\w/(](?:[^:#{_ODD}]|:(?=[^ {_ODD}])|(?<! )#)*+|{_QUOTED})"
#: The same in a list between brackets, where commas and brackets would, too.
_MEMBER = rf"(?:\w[\w ./+-]*+|\"[^\"\\,\[\]{_ODD}]*+\"|'[^',\[\]{_ODD}]*+') *+"
_LINE = regex(
    rf"(?P<name>[A-Za-z_][\w-]{{0,60}}):"
    rf"(?: ++(?:(?P<text>{_TEXT})|\[ *+(?P<members>(?:{_MEMBER}(?:, *+{_MEMBER})*+)?+)\]))?+ *+"
)
_ITEM = regex(rf"(?P<indent> *+)- ++(?P<text>{_TEXT}) *+")

_Value = str | list[str]


def read_plain(source: str) -> Mapping[str, _Value] | None:
    """Return the values in *source* by name, or None if this needs a parser of YAML.

    >>> read_plain('title: "Issue 7: out"\\ntags: [a, b c]\\nauthors:\\n- Ada\\n')
    {'title': 'Issue 7: out', 'tags': ['a', 'b c'], 'authors': ['Ada']}
    >>> read_plain("title: Issue 7: out\\n")
    """
    values: dict[str, _Value] = {}
    name, indent = "", None  # of the list of which the next line may be an item
    for line in source.split("\n"):
        if found := _LINE.fullmatch(line):
            if found["name"] in values:
                return None
            name, indent = "" if found["text"] or found["members"] is not None else found["name"], None
            values[found["name"]] = _value_of(found["text"], found["members"])
        elif name and (item := _ITEM.fullmatch(line)) and indent in (None, item["indent"]):
            indent = item["indent"]
            values[name] = [*values[name], _unquoted(item["text"])]
        elif line:
            return None
    return values


def _value_of(text: str | None, members: str | None) -> _Value:
    if members is None:
        return _unquoted(text or "")
    return [_unquoted(one) for one in members.split(",")] if members else []


def _unquoted(text: str) -> str:
    text = text.strip(" ")
    return text[1:-1] if text[:1] in ('"', "'") else text
