"""Parse a post into an issue: its front matter, its path and its body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from feeds.config import Config
from feeds.errors import PostError, Problem, Where
from feeds.issues.addresses import Address, page_of
from feeds.issues.dating import date_of, date_post
from feeds.issues.front_matter import FrontMatter, split_front_matter
from feeds.issues.names import PostName, read_name
from feeds.issues.numbers import number_of
from feeds.issues.values import (
    EXPIRES,
    ID,
    IMAGE,
    LANGUAGE,
    LINK,
    SUMMARY,
    TITLE,
    UPDATED,
    authors_of,
    first_text,
    is_draft,
    language_of,
    plain_title,
    tags_of,
    web_address,
)
from feeds.layouts import LAYOUTS, Layout
from feeds.markup import Context, Element, all_text, find_dropped, folded, one_line, render_body
from feeds.model import ParsedIssue, Post


class ParseResult(NamedTuple):
    """The issue in a post, and the problems that its author should fix."""

    issue: ParsedIssue
    problems: tuple[Problem, ...]


def parse_issue(post: Post, config: Config) -> ParseResult:
    """Return the issue in *post*, and the problems that its author should fix.

    Raises:
        PostError: the front matter or the body cannot be parsed.
    """
    layout = _layout_of(config)
    front = _with_defaults(split_front_matter(post), post.path, config, layout)
    values = front.values
    zone = ZoneInfo(config.site.timezone)
    name = read_name(post.path, short_years=layout.short_years)
    dating = date_post(front, post.path, zone, short_years=layout.short_years)
    tags = tuple(tags_of(values, on_spaces=layout.splits_on_spaces, folders=name.categories))
    titled = plain_title(first_text(values, TITLE))
    page = _page(front, name, titled, dating.published, config, layout)
    problems: list[Problem] = []
    body = _body(post, front, page, config, problems)
    title = titled or _title_in(body) or _title_from(name)
    issue = ParsedIssue(
        path=post.path,
        title=title,
        published=dating.published,
        date_source=dating.source,
        number=number_of(values, title, name.full, config.site.title),
        within=dating.within,
        updated=date_of(values, UPDATED, zone),
        expires=date_of(values, EXPIRES, zone),
        draft=is_draft(values, post.path, front.kind),
        pinned_id=one_line(first_text(values, ID)),
        link=web_address(first_text(values, LINK), config.site.url),
        page=page,
        authors=tuple(authors_of(values)) or tuple(author.as_author() for author in config.site.authors),
        language=language_of(first_text(values, LANGUAGE)) or name.language or config.site.language,
        summary=plain_title(first_text(values, SUMMARY)),
        tags=tags,
        image=web_address(first_text(values, IMAGE), page),
        body=body,
        where=post.where,
    )
    return ParseResult(issue, (*front.problems, *_odd_characters(post), *dating.problems, *problems))


def _layout_of(config: Config) -> Layout:
    return LAYOUTS.get(config.posts.layout, LAYOUTS["plain"])  # "auto" remains only if no folder was inspected


def _with_defaults(front: FrontMatter, path: str, config: Config, layout: Layout) -> FrontMatter:
    """Return *front* completed by `posts.defaults`; in Jekyll, categories of both are combined."""
    values: dict[str, Any] = {}
    for rule in config.posts.defaults:
        if rule.fits(path):
            given = {folded(str(name)): value for name, value in rule.values.items()}
            values |= {**given, "categories": _united(values, given)} if "categories" in given else given
    if not values:
        return front
    own = {name: value for name, value in front.values.items() if value not in (None, "")}
    both = {**values, **own}
    if layout.splits_on_spaces and "categories" in values:
        both["categories"] = _united(values, own)
    return replace(front, values=both)


def _united(first: dict[str, Any], second: dict[str, Any]) -> list[Any]:
    united: list[Any] = []
    for value in (first.get("categories"), second.get("categories")):
        united += value if isinstance(value, list) else value.split() if isinstance(value, str) else []
    return united


def _page(
    front: FrontMatter, name: PostName, title: str, published: datetime | None, config: Config, layout: Layout
) -> str:
    own = {key: front.values[key] for key in ("categories", "category") if key in front.values}
    address = Address(
        values=front.values,
        name=name,
        title=title or name.slug,
        published=published.astimezone(ZoneInfo(config.site.timezone)) if published else None,
        categories=tuple(tags_of(own, on_spaces=layout.splits_on_spaces, folders=name.categories)),
        layout=layout,
    )
    return page_of(address, config.posts.permalink, config.site.url, config.site.language)


def _body(post: Post, front: FrontMatter, page: str, config: Config, problems: list[Problem]) -> Element:
    above = 0 if post.sidecar else front.head.count("\n")

    def warn(line: int, message: str, hint: str) -> None:
        problems.append(Problem(Where(post.where.path, line and line + above), message, hint))

    def address_of(path: str) -> str:
        return _page_of_another(path, config)

    context = Context(site_url=config.site.url, page=front.values, address_of=address_of)
    mdx = post.path.lower().endswith(".mdx")
    try:
        return render_body(front.body, markup=post.markup, base=page, context=context, warn=warn, mdx=mdx)
    except ValueError as error:
        where = Where(post.where.path, above + 1)  # the start of the body, because parsers do not give the line
        raise PostError(f"cannot be parsed: {error}", where, "simplify it") from error


def _odd_characters(post: Post) -> Iterator[Problem]:
    if dropped := find_dropped(post.text):
        where = Where(post.where.path, dropped.line)
        yield Problem(where, f"{dropped.name}, a character that feeds cannot contain, was removed", "delete it")


def _page_of_another(path: str, config: Config) -> str:
    """Return the address of the post at *path*, a path in a template of the site, by `posts.permalink`."""
    path, hash_mark, fragment = path.strip().removeprefix("@/").lstrip("/").partition("#")
    path = re.sub(r"\A(?:_posts|content|posts)/", "", path)
    if not path:
        return hash_mark + fragment
    path = path if "." in path.rpartition("/")[2] else f"{path}.md"
    layout = _layout_of(config)
    front = FrontMatter("none", {}, "", "", Where(path))
    name = read_name(path, short_years=layout.short_years)
    dating = date_post(front, path, ZoneInfo(config.site.timezone), short_years=layout.short_years)
    if dating.published is None and ":year" in config.posts.permalink:
        return ""
    return _page(front, name, "", dating.published, config, layout) + hash_mark + fragment


def _title_in(body: Element) -> str:
    """Return the first heading if it is the only one of its level; otherwise it is the heading of a section."""
    headings = list(body.iter("h1", "h2", "h3"))
    if not headings or sum(heading.tag == headings[0].tag for heading in headings) > 1:
        return ""
    return one_line(all_text(headings[0]))


def _title_from(name: PostName) -> str:
    return one_line(re.sub(r"[-_]+", " ", name.slug)).capitalize() or one_line(name.full) or "Untitled"
