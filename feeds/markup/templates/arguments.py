"""Show the arguments of includes and shortcodes that are words or links, but not parameters."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from textwrap import dedent
from typing import Any
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from feeds.markup.characters import CJK
from feeds.markup.embeds import embedded_at
from feeds.markup.templates.expressions import UNKNOWN, write_value
from feeds.regex import regex
from feeds.urls import host

_ARGUMENT = regex(
    r"""(?:(?P<name>[A-Za-z_@:][\w.:@-]*+)\s*+=\s*+)?
    (?:(?<!\\)"(?P<double>(?:[^"\\]|\\.)*+)"|(?<!\\)'(?P<single>(?:[^'\\]|\\.)*+)'|`(?P<ticks>[^`]*+)`
    |(?P<bare>https?://[^\s"'`<>]++|[^\s,;"'`=(){}\[\]]++))""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPED_QUOTE = regex(r"\\([\"'])")
_ADDRESS = regex(r"(?:https?:)?//[^\s<>\"']+\Z|/[^\s<>\"']*\Z", re.IGNORECASE)
_PICTURE = regex(r"\.(?:png|jpe?g|gif|svg|webp|avif)(?=[?#]|\Z)", re.IGNORECASE)
_LETTER = regex(r"[^\W\d_]")
_CJK = regex(f"[{CJK}]{{2}}")
_ONE_WORD = regex(r"[^\W\d_][\w'’!?.,-]*[\w!?.]\Z")
_FILE = regex(r"\.\w{2,5}\Z")
_LINK_NAME = regex(r"(?P<of>.*?)[_-]?(?:url|link|href|permalink|source)\Z", re.IGNORECASE)

_PICTURES = frozenset("src image img image_path picture photo thumbnail poster figure".split())
_SHOWN = frozenset("title text caption content body quote question answer author name label cite attribution".split())
_TITLES = ("title", "text", "label", "name", "caption", "alt", "author", "source", "cite", "attribution")
_PARAMETERS = frozenset(
    "class classes style id ids width height size sizes align type kind layout rel target lang language icon color "
    "colour params attributes attrs tag tags category categories file filename path format loading position "
    "template partial options theme opts hl_lines linenos data key".split()
)
_LONGEST_LINK_TEXT = 200


class Argument(Struct, frozen=True):
    name: str  # "" for a positional argument
    value: str


class MarkupForm(Struct, frozen=True):
    """The functions that write links, pictures, paragraphs and code in one markup."""

    link: Callable[[str, str], str]
    picture: Callable[[str, str], str]
    paragraph: Callable[[str], str]
    code: Callable[[str, str, str], str]


def _markdown_code(code: str, language: str, indent: str) -> str:
    fence = "~" * max(3, 1 + max((len(run) for run in re.findall("~+", code)), default=0))
    inner = code.strip("\n")
    return f"{fence}{language}\n{inner}\n{indent}{fence}"


MARKDOWN = MarkupForm(
    link=lambda text, address: f"[{text}](<{address}>)",
    picture=lambda text, address: f"![{text}](<{address}>)",
    paragraph=lambda text: text,
    code=_markdown_code,
)
HTML = MarkupForm(
    link=lambda text, address: f'<a href="{html.escape(address)}">{text}</a>',
    picture=lambda text, address: f'<img src="{html.escape(address)}" alt="{html.escape(text)}"/>',
    paragraph=lambda text: f"<p>{text}</p>",
    code=lambda code, language, indent: f"<pre><code>{html.escape(code.strip(chr(10)), quote=False)}</code></pre>",
)


def read_arguments(text: str, value_of: Callable[[str], Any]) -> list[Argument]:
    """Return the arguments in *text*; *value_of* returns the value of a bare word."""
    found = []
    for one in _ARGUMENT.finditer(text):
        written = next((one[group] for group in ("double", "single", "ticks") if one[group] is not None), None)
        if written is None:
            value = value_of(one["bare"])
            written = one["bare"] if value is UNKNOWN or value is None else write_value(value)
        found.append(Argument((one["name"] or "").lower(), _ESCAPED_QUOTE.sub(r"\1", written).strip()))
    return found


def show(name: str, arguments: Sequence[Argument], form: MarkupForm) -> list[str]:
    """Return the paragraphs to show for a tag *name* with *arguments*, in order."""
    address = _known_address(name, arguments)
    if address:
        title = re.sub(r"[\[\]<>\n]", " ", parameters(arguments).get("title", "")).strip()
        return [form.link(f"▶ {title or host(address)}", address)]
    words = [(argument.name, _without_indent(argument.value)) for argument in arguments if _is_words(argument)]
    links = [argument for argument in arguments if _is_link(argument)]
    picture = next((argument for argument in arguments if _is_picture(argument)), None)
    if picture:
        return _show_picture(picture, words, links, parameters(arguments).get("alt", ""), form)
    return list(_with_links(words, links, form))


def _with_links(words: list[tuple[str, str]], links: Sequence[Argument], form: MarkupForm) -> Iterator[str]:
    partners: dict[int, Argument] = {}
    alone = []
    for link in links:
        place = _partner(link, words, partners)
        if place is None:
            alone.append(link)
        else:
            partners[place] = link
    for place, (_, text) in enumerate(words):
        link_of_it = partners.get(place)
        if link_of_it is None:
            yield text
        elif len(text) <= _LONGEST_LINK_TEXT and not any(mark in text for mark in ("[", "<", "\n\n")):
            yield form.link(text, link_of_it.value)
        else:
            yield f"{text} {form.link(host(link_of_it.value) or link_of_it.value, link_of_it.value)}"
    yield from (form.link(f"▶ {host(link.value) or link.value}", link.value) for link in alone)


def _partner(link: Argument, words: Sequence[tuple[str, str]], taken: dict[int, Argument]) -> int | None:
    """Return the index of the words that *link* belongs to: `a0` for `a0link`, otherwise a title."""
    found = _LINK_NAME.match(link.name)
    stem = found["of"] if found else ""
    names = [name for name, _ in words]
    for name in [stem] if stem else _TITLES:
        if name in names and names.index(name) not in taken:
            return names.index(name)
    return None


def _show_picture(
    picture: Argument, words: Sequence[tuple[str, str]], links: Sequence[Argument], alternative: str, form: MarkupForm
) -> list[str]:
    shown = form.picture(re.sub(r"[\[\]<>\n\"]", " ", alternative), _encoded(picture.value))
    if links:
        shown = form.link(shown, links[0].value)
    return [shown, *(text for name, text in words if name != "alt" and text != alternative)]


def _is_words(argument: Argument) -> bool:
    name, value = argument.name, argument.value
    if name in _PARAMETERS or name in _PICTURES or _ADDRESS.match(value):
        return False
    if _has_words(value):
        return True
    one_word = _ONE_WORD.match(value) and not _FILE.search(value) and value.lower() not in ("true", "false", "none")
    return bool(name in _SHOWN and one_word)


def _has_words(value: str) -> bool:
    """Return whether *value* has a letter and, behind a blank, another letter or digit, or Chinese characters."""
    if _CJK.search(value):
        return True
    first = _LETTER.search(value)
    return first is not None and any(map(str.isalnum, "".join(value[first.start() :].split()[1:])))


def _is_link(argument: Argument) -> bool:
    if argument.name in _PICTURES or not _ADDRESS.match(argument.value) or _PICTURE.search(argument.value):
        return False
    return argument.value.lower().startswith("http") or bool(_LINK_NAME.match(argument.name))


def _is_picture(argument: Argument) -> bool:
    value = argument.value
    if not value or any(blank in value for blank in " \n\t<>") or value in ("true", "false"):
        return False
    return argument.name in _PICTURES or (argument.name in ("", "url", "path", "file") and bool(_PICTURE.search(value)))


def _known_address(name: str, arguments: Sequence[Argument]) -> str:
    """Return the address of what is embedded by its id, or ""."""
    words = tuple(argument.value for argument in arguments if not argument.name)
    return embedded_at(name, {argument.name: argument.value for argument in arguments if argument.name}, words)


def _without_indent(text: str) -> str:
    first, line_break, rest = text.partition("\n")
    return first + line_break + dedent(rest)


def _encoded(address: str) -> str:
    return quote(address, safe="/:?#[]@!$&'()*+,;=%-._~")


def parameters(arguments: Sequence[Argument]) -> dict[str, str]:
    """Return *arguments* by name, the first one without a name under ""."""
    found: dict[str, str] = {}
    for argument in arguments:
        found.setdefault(argument.name, argument.value)
    return found


def replaced(arguments: Sequence[Argument], change: Callable[[str], str]) -> list[Argument]:
    """Return *arguments* with their values changed."""
    return [replace(argument, value=change(argument.value)) for argument in arguments]
