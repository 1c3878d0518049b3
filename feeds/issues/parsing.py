"""From a post to an issue: the customary names of title, date, link and the rest, and the body."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from feeds.config import Config
from feeds.errors import PostError, Problem, Where
from feeds.issues.dates import date_in_name, parse_date
from feeds.issues.front_matter import FrontMatter, split_front_matter
from feeds.markup import Context, Element, find_dropped, one_line, render_body
from feeds.markup.markdown import SLACK_LINK
from feeds.model import Author, Issue, Post
from feeds.urls import absolute

# The customary names, the most telling first. Jekyll, Hugo, Zola, Pelican, Nikola, Eleventy.
TITLE = ("title",)
DATE = ("date", "publishdate", "pubdate", "published", "created")
UPDATED = ("last_modified_at", "lastmod", "updated", "modified")
EXPIRES = ("expirydate", "expires", "unpublishdate")
ID = ("id", "guid", "uuid")
LINK = ("link", "source_url", "original", "canonical_url", "external_url")
PAGE = ("permalink", "url")
AUTHORS = ("author", "authors", "name")
LANGUAGE = ("lang", "language")
SUMMARY = ("summary", "description", "excerpt", "text", "subtitle")
TAGS = ("tags", "categories", "category", "keywords")
IMAGE = ("image", "img", "cover", "thumbnail")

_INLINE_TAG = re.compile(r"</?(?:a|b|i|em|strong|code|span|sup|sub|br|small|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_DATE_PREFIX = re.compile(r"\A\d{4}-\d{1,2}-\d{1,2}-")
_YES, _NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
_PATH = "/:@!$&'()*+,;=~-._"  # what a path may hold as it is (RFC 3986, 3.3)
_MOST_TAGS = 50


def parse_issue(post: Post, config: Config) -> tuple[Issue, tuple[Problem, ...]]:
    """Return the issue in *post*, and what its author should mend.

    Raises:
        PostError: the front matter cannot be understood; the post has no issue.
    """
    front = split_front_matter(post)
    problems = [*_odd_characters(post)]
    zone = ZoneInfo(config.site.timezone)
    published, source = _date(front, post.path, zone, problems)
    page = _page(front, post.path, published, config)
    body = _body(post, front, page, config, problems)
    title = plain_title(_first(front.values, TITLE)) or _title_in(body) or _title_from(post.path)
    issue = Issue(
        path=post.path,
        title=title,
        published=published,
        date_source=source,
        updated=parse_date(_raw(front.values, UPDATED), zone),
        expires=parse_date(_raw(front.values, EXPIRES), zone),
        draft=_is_draft(front.values),
        pinned_id=one_line(_first(front.values, ID)),
        link=_web_address(_first(front.values, LINK), config.site.url),
        page=page,
        authors=tuple(_authors(front.values, config)),
        language=_language(_first(front.values, LANGUAGE)) or config.site.language,
        summary=plain_title(_first(front.values, SUMMARY)),
        tags=tuple(_tags(front.values)),
        image=_web_address(_first(front.values, IMAGE), page),
        body=body,
        words=_words(body),
        where=post.where,
    )
    return issue, tuple(problems)


def _body(post: Post, front: FrontMatter, page: str, config: Config, problems: list[Problem]) -> Element:
    above = front.head.count("\n")

    def tell(line: int, message: str, hint: str) -> None:
        problems.append(Problem(Where(post.where.path, line and line + above), message, hint))

    def address_of(path: str) -> str:
        return _page_of_another(path, config)

    context = Context(site_url=config.site.url, page=front.values, address_of=address_of)
    mdx = post.path.lower().endswith(".mdx")
    try:
        return render_body(front.body, markup=post.markup, base=page, context=context, tell=tell, mdx=mdx)
    except ValueError as error:
        raise PostError(f"cannot be parsed: {error}", post.where, "simplify it") from error


def plain_title(text: str) -> str:
    """Return *text* without markup, entities resolved, on one line; `Vec<T>` stays what it is.

    >>> plain_title("R&amp;D &hellip; <em>now</em> with `Vec<T>`")
    'R&D … now with Vec<T>'
    """
    return one_line(html.unescape(_INLINE_TAG.sub("", SLACK_LINK.sub(r"\2", text))).replace("`", ""))


def _odd_characters(post: Post) -> Iterator[Problem]:
    if dropped := find_dropped(post.text):
        line, name = dropped
        yield Problem(
            Where(post.where.path, line), f"a character that no feed can hold, {name}, was left out", "delete it"
        )


def _raw(values: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """Return the value of the first of *names* that has one, whatever its type."""
    return next(
        (values[name] for name in names if values.get(name) not in (None, "", [], {}, "undefined", "null")), None
    )


def _first(values: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """Return the first text under one of *names*, or ""."""
    for name in names:
        value = values.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if (
            isinstance(value, (str, int, float))
            and not isinstance(value, bool)
            and str(value) not in ("", "undefined", "null")
        ):
            return str(value)
    return ""


def _date(front: FrontMatter, path: str, zone: ZoneInfo, problems: list[Problem]) -> tuple[datetime | None, str]:
    """Return when the issue was published, as the post says, and what says so.

    Raises:
        PostError: a date is written that cannot be read, and nothing else tells; to take
            the day of this run for it could not be mended once readers have seen it.
    """
    unreadable: list[Problem] = []
    for name in DATE:
        value = front.values.get(name)
        if value in (None, "") or (name == "published" and _flag(value) in _YES + _NO):
            continue
        if when := parse_date(value, zone):
            return when, f"'{name}' in the front matter"
        hint = "write it as '2026-01-05' or '2026-01-05 09:30:00 +0100'"
        unreadable.append(Problem(front.line_of(name), f"{_shown(value)} is no date", hint))
    if when := date_in_name(path, zone):
        problems += unreadable
        return when, "the file name"
    if unreadable:
        raise PostError(unreadable[0].message, unreadable[0].where, unreadable[0].hint)
    return None, "the day it was first seen"


def _page(front: FrontMatter, path: str, published: datetime | None, config: Config) -> str:
    written = _first(front.values, PAGE)
    if written and "/:" not in written and (address := _web_address(written, config.site.url)):
        return address
    stem = path.rpartition(".")[0]
    name = stem.rpartition("/")[2]
    slug = _first(front.values, ("slug",)) or _DATE_PREFIX.sub("", name)
    parts = {"slug": slug, "name": name, "path": stem}
    for part, form in (("year", "%Y"), ("month", "%m"), ("day", "%d")):
        parts[part] = published.astimezone(ZoneInfo(config.site.timezone)).strftime(form) if published else ""
    address = re.sub(r":(year|month|day|slug|name|path)", lambda m: parts[m[1]], config.posts.permalink)
    return config.site.url + quote(
        re.sub(r"/{2,}", "/", address.strip("/") + address[-1:] * address.endswith("/")), safe=_PATH
    )


def _page_of_another(path: str, config: Config) -> str:
    """Return the address of the post at *path*, as a template of the site names it, by the rule for permalinks."""
    path, hash_mark, fragment = path.strip().removeprefix("@/").lstrip("/").partition("#")
    path = re.sub(r"\A(?:_posts|content|posts)/", "", path)
    if not path:
        return hash_mark + fragment
    name = path if "." in path.rpartition("/")[2] else f"{path}.md"
    published, _ = _date(FrontMatter("none", {}, "", "", Where(name)), name, ZoneInfo(config.site.timezone), [])
    if published is None and ":year" in config.posts.permalink:
        return ""
    return _page(FrontMatter("none", {}, "", "", Where(name)), name, published, config) + hash_mark + fragment


def _web_address(text: str, base: str) -> str:
    address = absolute(text, base) if text else ""
    return address if address.startswith("http") else ""


def _is_draft(values: Mapping[str, Any]) -> bool:
    if _flag(values.get("draft")) in _YES or _flag(values.get("published")) in _NO:
        return True
    return _flag(values.get("status")) in ("draft", "hidden", "private")


def _flag(value: object) -> str:
    """Return a word in lower case; lists and blocks are none (an alias bomb explodes in `str`)."""
    return str(value).strip().lower() if isinstance(value, (str, bool)) else ""


def _shown(value: object) -> str:
    return repr(value[:40]) if isinstance(value, str) else f"a {type(value).__name__}"


def _authors(values: Mapping[str, Any], config: Config) -> Iterator[Author]:
    value = _raw(values, AUTHORS)
    if isinstance(value, str) and value == values.get("authors"):
        value = value.split(",")  # Pelican's header names several
    named = [author for item in (value if isinstance(value, list) else [value]) if (author := _author(item))]
    yield from named or (author.as_author() for author in config.site.authors)


def _author(item: Any) -> Author | None:
    if isinstance(item, dict):
        name, email = one_line(_first(item, ("name",)))[:200], one_line(_first(item, ("email",)))
        return Author(name=name, email=email, uri=_web_address(_first(item, ("url", "uri")), "")) if name else None
    name = plain_title(str(item)) if isinstance(item, str) else ""
    return Author(name=name[:200]) if name else None


def _tags(values: Mapping[str, Any]) -> Iterator[str]:
    seen = set()
    taxonomies = values.get("taxonomies")  # Zola's
    for name in TAGS:
        value = values.get(name) or (taxonomies.get(name) if isinstance(taxonomies, dict) else None)
        items = value if isinstance(value, list) else value.split(",") if isinstance(value, str) else []
        for item in items[:_MOST_TAGS]:
            tag = plain_title(str(item)) if isinstance(item, (str, int, float)) else ""
            if tag and tag.casefold() not in seen:
                seen.add(tag.casefold())
                yield tag


def _language(text: str) -> str:
    tag = text.strip().replace("_", "-")
    return tag if re.match(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", tag) else ""


def _words(body: Element) -> tuple[str, ...]:
    """Return all that a reader is told of, however the issue is cut: the words of *body* and its links."""
    return (*"".join(body.itertext()).split(), *(anchor.get("href", "") for anchor in body.iter("a")))


def _title_in(body: Element) -> str:
    """Return the first heading, if it is the only one of its level: else it is that of a section."""
    headings = list(body.iter("h1", "h2", "h3"))
    if not headings or sum(heading.tag == headings[0].tag for heading in headings) > 1:
        return ""
    return one_line("".join(headings[0].itertext()))


def _title_from(path: str) -> str:
    name = _DATE_PREFIX.sub("", path.rpartition("/")[2].rpartition(".")[0])
    return one_line(re.sub(r"[-_]+", " ", name)).capitalize() or one_line(path) or "Untitled"
