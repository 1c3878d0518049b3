"""Read values of front matter under their customary names and in any form."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from feeds.markup import folded, one_line, slack_to_words
from feeds.model import Author
from feeds.regex import regex
from feeds.urls import absolute

Values = Mapping[str, Any]

# The customary names of Jekyll, Hugo, Zola, Pelican, Nikola, Eleventy, Astro, Docusaurus, Hexo and Ghost,
# as `folded` returns them, the most specific first.
TITLE = ("title", "headline")
DATE = (
    "date",
    "pubdate",
    "pubdatetime",
    "published",
    "publishedat",
    "datepublished",
    "created",
    "createdat",
    "posted",
    "publishdate",
)
EMBARGO = ("publishdate", "publishat", "scheduled")
UPDATED = (
    "lastmodifiedat",
    "lastmod",
    "updated",
    "modified",
    "updateddate",
    "moddatetime",
    "updatedat",
    "datemodified",
    "lastupdate",
)
EXPIRES = ("expirydate", "expires", "unpublishdate", "expiry", "expirationdate")
ID = ("id", "guid", "uuid")
LINK = ("link", "sourceurl", "original", "canonicalurl", "canonical", "externalurl")
PAGE = ("permalink", "url")
SLUG = ("slug",)
AUTHORS = ("author", "authors", "byline", "creator")
LANGUAGE = ("lang", "language", "locale")
SUMMARY = ("summary", "description", "excerpt", "text", "subtitle", "abstract")
TAGS = ("tags", "tag", "categories", "category", "keywords")
NUMBER = ("number", "issuenumber", "issue", "issueno", "issuenr", "edition", "editionnumber", "episode", "no", "nr")
_TEXT_OF_BLOCK = ("name", "title", "path", "src", "url", "image", "teaser", "date", "relative", "text")

_INLINE_TAG = regex(r"</?(?:a|b|i|em|strong|code|span|sup|sub|br|small|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_FILE_NAME = regex(r"(?=.*[\d-])[\w.-]+\Z")
_ADDRESS_BEHIND = regex(r"(?<!\s)\s*+<(?=[^<>\s]++>\Z)[^<>\s]+@[^<>\s]+>")
_LANGUAGE_TAG = regex(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
_NOTHING = ("", "undefined", "null", "none", "~")
_LONGEST_NOTHING = len("undefined")
_MOST_TAGS = 50
_LONG, _ENOUGH = 2_400, 1_200  # characters of an excerpt, with markup and without: a summary is made of 1,200
YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


def raw_of(values: Values, names: tuple[str, ...]) -> Any:
    """Return the value of the first of *names* that has one, whatever its type."""
    for name in names:
        if name in values and not _is_nothing(values[name]):  # most names are absent
            return values[name]
    return None


def _is_nothing(value: Any) -> bool:
    if not isinstance(value, str):
        return value in (None, [], {})
    return len(plain := value.strip()) <= _LONGEST_NOTHING and plain.lower() in _NOTHING  # an excerpt may be an issue


def first_text(values: Values, names: tuple[str, ...]) -> str:
    """Return the first text under one of *names*, or "": of a list its first item, of a block its main value."""
    for name in names:
        if name in values and (text := _text(values[name])):  # most names are absent
            return text
    return ""


def _text(value: Any, depth: int = 0) -> str:
    if isinstance(value, str):
        return "" if _is_nothing(value) else value
    if isinstance(value, list) and value and depth < 3:
        return _text(value[0], depth + 1)
    if isinstance(value, dict) and depth < 3:
        inner = {folded(str(name)): one for name, one in value.items()}
        return next((text for name in _TEXT_OF_BLOCK if (text := _text(inner.get(name), depth + 1))), "")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return (
        str(value) if isinstance(value, float) or value.bit_length() < 64 else ""
    )  # Python does not convert larger numbers to text


def flag_of(value: object) -> str:
    """Return *value* as a word in lower case, or "" for lists and blocks (`str` of an alias bomb would explode)."""
    return str(value).strip().lower() if isinstance(value, (str, bool)) else ""


def plain_title(text: str) -> str:
    """Return *text* without markup, with entities resolved, on one line; `Vec<T>` stays as it is.

    >>> plain_title("R&amp;D &hellip; <em>now</em> with `Vec<T>`")
    'R&D … now with Vec<T>'
    """
    if text.isalnum() or not text:  # as most tags, and most summaries
        return text
    return one_line(html.unescape(_INLINE_TAG.sub("", slack_to_words(text))).replace("`", ""))


def plain_beginning(text: str) -> str:
    """Return `plain_title` of *text*, or of its beginning if that is longer than what summaries are made of.

    An excerpt may be a whole issue.
    """
    beginning = text[:_LONG].rpartition(" ")[0] if len(text) > _LONG else ""
    if beginning.rfind("<") > beginning.rfind(">"):  # in a tag
        beginning = beginning.rpartition("<")[0]
    plain = plain_title(beginning)
    return plain if len(plain) > _ENOUGH else plain_title(text)


def web_address(text: str, base: str) -> str:
    """Return *text*, relative to *base*, as an absolute web address, or ""."""
    address = absolute(text, base) if text else ""
    return address if address.startswith("http") else ""


def is_draft(values: Values, path: str, kind: str) -> bool:
    """Return whether the front matter hides the post or keeps it out of lists."""
    return (
        any(flag_of(values[name]) in YES for name in _HIDING if name in values)
        or any(flag_of(values[name]) in NO for name in ("published", "permalink") if name in values)
        or flag_of(values.get("status")) in ("draft", "hidden", "private", "skip", "unlisted", "scheduled")
        or _is_unlisted(values.get("build"))
        or "_drafts" in path.split("/")[:-1]
        or (kind == "nikola" and any(tag in ("draft", "private") for tag in tags_of(values)))
    )


_HIDING = ("draft", "headless", "unlisted", "private", "hidden", "eleventyexcludefromcollections")


def _is_unlisted(build: object) -> bool:
    """Return whether Hugo's `_build` keeps the page out of lists or prevents it."""
    return isinstance(build, dict) and any(flag_of(build.get(key)) in (*NO, "never") for key in ("list", "render"))


def authors_of(values: Values) -> list[Author]:
    """Return the authors that the front matter names."""
    value = raw_of(values, AUTHORS)
    if value is None and not _FILE_NAME.match(first_text(values, ("name",))):
        value = first_text(values, ("name",))  # the name of the author, unless it looks like that of the post
    if isinstance(value, str):
        several = value == values.get("authors") or "\n" in value or ";" in value
        value = _divided(value) if several else [value]
    items = value if isinstance(value, list) else [value]
    return [author for item in items[:_MOST_TAGS] if (author := _author(item))]


def _author(item: Any) -> Author | None:
    if isinstance(item, dict):
        inner = {folded(str(name)): value for name, value in item.items()}
        name, email = one_line(first_text(inner, ("name", "title")))[:200], one_line(first_text(inner, ("email",)))
        return Author(name=name, email=email, uri=web_address(first_text(inner, ("url", "uri")), "")) if name else None
    if not isinstance(item, str):
        return None
    name = plain_title(_ADDRESS_BEHIND.sub("", item[:500]) if "<" in item else item[:500])
    return Author(name=name[:200]) if name else None


def tags_of(
    values: Values, *, on_spaces: bool = False, folders: tuple[str, ...] = (), more: tuple[str, ...] = ()
) -> Iterator[str]:
    """Yield tags and categories, each once, including *folders* that are categories, and the values of *more* names.

    A text of several is split at semicolons or commas, or with *on_spaces* as Jekyll does.
    """
    seen = set()
    for name in (*TAGS, *more):
        if name not in values and not folders:
            continue
        spaces = on_spaces and name in ("tags", "categories")  # `tag` and `category` are single values
        for item in (*_items(values.get(name), on_spaces=spaces), *(folders if name == "categories" else ())):
            tag = plain_title(_text(item)) if isinstance(item, (str, int, float)) else ""
            if tag and tag.casefold() not in seen and tag.lower() not in _NOTHING:
                seen.add(tag.casefold())
                yield tag


def _items(value: Any, *, on_spaces: bool) -> list[Any]:
    if isinstance(value, list):
        flat = [inner for item in value[:_MOST_TAGS] for inner in (item if isinstance(item, list) else [item])]
        return flat[:_MOST_TAGS]  # Hexo nests lists
    if not isinstance(value, str):
        return []
    if on_spaces:
        return value.replace(",", " ").split()[:_MOST_TAGS]
    return _divided(value)[:_MOST_TAGS]


def _divided(text: str) -> list[str]:
    """Return the items of *text*, split at line breaks and at semicolons, or at commas if there are no semicolons."""
    return re.split(r"[;\n]" if ";" in text else r"[,\n]", text)


def language_of(text: str) -> str:
    """Return the language tag (BCP 47) in *text*, or "".

    >>> language_of("pt_BR.UTF-8"), language_of("mine!")
    ('pt-BR', '')
    """
    tag = text.strip().partition(".")[0].replace("_", "-")
    return tag if tag and _LANGUAGE_TAG.match(tag) else ""
