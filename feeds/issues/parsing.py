"""Parse a post into an issue: its front matter, its path and its body."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from feeds.config import Config
from feeds.errors import PostError, Problem, Where
from feeds.issues.choosing import is_chosen
from feeds.issues.dating import PostDate, date_by_title, date_of, date_post, is_dated_by_folders, updated_in_block
from feeds.issues.front_matter import FrontMatter
from feeds.issues.joining import front_of, joined_body
from feeds.issues.locating import (
    address_of_post,
    first_line,
    language_by_folders,
    layout_of,
    name_of,
    page_of_another,
    page_of_post,
    with_defaults,
)
from feeds.issues.media import enclosures_of, picture_of
from feeds.issues.names import PostName
from feeds.issues.numbers import number_of
from feeds.issues.source_links import guesses, lead_to_posts
from feeds.issues.teasers import split_teaser, words_of
from feeds.issues.values import (
    EXPIRES,
    ID,
    LANGUAGE,
    LINK,
    PAGE,
    SLUG,
    SUMMARY,
    TITLE,
    UPDATED,
    Values,
    authors_of,
    first_text,
    is_draft,
    language_of,
    plain_beginning,
    plain_title,
    tags_of,
    web_address,
)
from feeds.layouts import LAYOUTS
from feeds.markup import Context, Element, all_text, find_dropped, folded, one_line, render_body, take_web_version
from feeds.model import ParsedIssue, Post


class ParseResult(NamedTuple):
    """The issue in a post, and the problems that its author should fix."""

    issue: ParsedIssue
    problems: tuple[Problem, ...]


_LONGEST_PATH = 1000  # characters of a path in a template; longer ones lead to no file

Finder = Callable[[str], Post | None]  # the post at a path below the post directory, or None


def _find_none(path: str) -> Post | None:
    return None


def parse_issue(post: Post, config: Config, find_post: Finder = _find_none) -> ParseResult:
    """Return the issue in *post*, and the problems that its author should fix.

    *find_post* finds the posts that links to files lead to.

    Raises:
        PostError: the front matter or the body cannot be parsed, or there is nothing in them to publish.
    """
    layout = layout_of(config)
    front = with_defaults(front_of(post), post.path, config, layout)
    values = front.values
    zone = ZoneInfo(config.site.timezone)
    name = name_of(post, layout)
    more = tuple(map(folded, config.posts.taxonomies))
    tags = tuple(tags_of(values, on_spaces=layout.splits_on_spaces, folders=name.categories, more=more))
    titled = plain_title(first_text(values, TITLE))
    is_hidden = is_draft(values, post.path, front.kind) or not _is_wanted(config, post.path, values, tags)
    if not titled and not (front.head + front.body).strip() and not is_hidden:
        raise PostError("is empty", post.where, "write the issue, or add a title")
    language = language_of(first_text(values, LANGUAGE)) or name.language or language_by_folders(post.path, config)
    dating = date_post(
        front,
        post.path,
        zone,
        short_years=layout.short_years,
        month_first=layout.month_first,
        title=titled,
        language=language,
        order=config.posts.dates,
    )
    page = page_of_post(front, name, titled or first_line(front, layout), dating, config, layout)
    problems: list[Problem] = []
    front, teaser = (front, "") if post.parts else _without_teaser_mark(front)
    body = _body(post, front, page, config, problems, find_post)
    web_version = take_web_version(body) if post.markup == "html" else ""
    teased = words_of(_body(post, replace(front, body=teaser), page, config, [], find_post)) if teaser else ""
    title = titled or (_title_of_folder(name, dating, config) if post.parts else _title_in(body) or _title_from(name))
    dating = date_by_title(dating, title, zone, language)
    issue = ParsedIssue(
        path=post.path,
        title=title,
        published=dating.published,
        date_source=dating.source,
        number=number_of(
            values,
            title,
            "" if is_dated_by_folders(post.path) else name.full,
            config.site.title,
            language,
            weeks=dating.published is None and dating.within is None,
        ),
        within=dating.within,
        updated=date_of(values, UPDATED, zone) or updated_in_block(values, zone),
        expires=date_of(values, EXPIRES, zone),
        draft=is_hidden,
        pinned_id=one_line(first_text(values, ID)),
        link=web_address(first_text(values, LINK), config.site.url),
        page=web_version if web_version and not _has_address(values, config) else page,
        authors=tuple(authors_of(values)) or tuple(author.as_author() for author in config.site.authors),
        language=language,
        summary=plain_beginning(first_text(values, SUMMARY)),
        teaser=teased,
        tags=tags,
        image=picture_of(values, page),
        enclosures=enclosures_of(values, page),
        body=body,
        where=post.where,
    )
    return ParseResult(issue, (*front.problems, *_odd_characters(post), *dating.problems, *problems))


def _has_address(values: Values, config: Config) -> bool:
    """Return whether the post or the settings say where the issue is on the site."""
    plain = LAYOUTS["plain"]
    chosen = layout_of(config) is not plain or config.posts.permalink != plain.permalink
    return chosen or bool(first_text(values, (*LINK, *PAGE, *SLUG)))


def _without_teaser_mark(front: FrontMatter) -> tuple[FrontMatter, str]:
    """Return *front* without a mark for the end of the teaser that would be shown, and the source of the teaser."""
    separator = front.values.get("excerptseparator")
    body, teaser = split_teaser(front.body, separator if isinstance(separator, str) else "")
    return (front if body == front.body else replace(front, body=body)), teaser


def _is_wanted(config: Config, path: str, values: Values, tags: tuple[str, ...]) -> bool:
    """Return whether the settings publish the post; one that they do not choose is treated as a draft."""
    choices = config.posts.include
    return not choices or is_chosen(choices, path, values, tags)


def _body(
    post: Post, front: FrontMatter, page: str, config: Config, problems: list[Problem], find_post: Finder
) -> Element:
    if post.parts:
        return joined_body(post, lambda part, own: _body(part, own, page, config, problems, find_post))
    above = 0 if post.sidecar else front.head.count("\n")

    def warn(line: int, message: str, hint: str) -> None:
        problems.append(Problem(Where(post.where.path, line and line + above), message, hint))

    def address_of(path: str) -> str:
        if len(path) > _LONGEST_PATH:
            return ""
        file, hash_mark, fragment = path.strip().partition("#")
        found = (address_of_file(one) for one in guesses(file, post.path, _section_in(config)) if one)
        return next((one + hash_mark + fragment for one in found if one), "") or page_of_another(path, config)

    @cache  # a post of a megabyte may link to itself 50,000 times
    def address_of_file(path: str) -> str:
        other = find_post(path)
        return address_of_post(other, config) if other else ""

    context = Context(
        site_url=config.site.url,
        has_language=config.posts.layout in ("jekyll", "eleventy"),
        page=front.values,
        address_of=address_of,
    )
    mdx = post.path.lower().endswith(".mdx")
    try:
        body = render_body(front.body, markup=post.markup, base=page, context=context, warn=warn, mdx=mdx)
    except ValueError as error:
        where = Where(post.where.path, above + 1)  # the start of the body, because parsers do not give the line
        raise PostError(f"cannot be parsed: {error}", where, "simplify it") from error
    lead_to_posts(body, front.body, page, post.path, address_of_file)
    return body


def _section_in(config: Config) -> str:
    """Return the folder of the posts in their site: "posts" if they are in `content/posts`."""
    return config.posts.directory.strip("/").rpartition("/")[2]


def _odd_characters(post: Post) -> Iterator[Problem]:
    if dropped := find_dropped(post.text):
        where = Where(post.where.path, dropped.line)
        yield Problem(where, f"{dropped.name}, a character that feeds cannot contain, was removed", "delete it")


def _title_in(body: Element) -> str:
    """Return the first heading if it is the only one of its level; otherwise it is the heading of a section."""
    headings = list(body.iter("h1", "h2", "h3"))
    if not headings or sum(heading.tag == headings[0].tag for heading in headings) > 1:
        return ""
    return re.sub(r"\A#++ ", "", one_line(all_text(headings[0])))  # `# # Title`


def _title_of_folder(name: PostName, dating: PostDate, config: Config) -> str:
    """Return the title of an issue that is a folder: its name, or the day if that is all its name says."""
    if dating.published and not re.search(r"[^\W\d]{4}", name.slug):
        return f"{config.site.title}, {dating.published.astimezone(ZoneInfo(config.site.timezone)):%Y-%m-%d}"
    return _title_from(name)


def _title_from(name: PostName) -> str:
    return one_line(re.sub(r"[-_]+", " ", name.slug)).capitalize() or one_line(name.full) or "Untitled"
