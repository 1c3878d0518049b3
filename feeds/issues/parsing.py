"""Parse a post into an issue: its front matter, its path and its body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Config
from feeds.errors import PostError, Problem, Where
from feeds.issues.bodies import Finder, body_of, find_none, without_teaser_mark
from feeds.issues.choosing import is_chosen
from feeds.issues.dating import PostDate, date_by_title, date_of, is_dated_by_folders, updated_in_block
from feeds.issues.front_matter import FrontMatter
from feeds.issues.joining import front_of
from feeds.issues.locating import (
    date_of_post,
    first_line,
    language_of_post,
    layout_of,
    name_of,
    page_of_post,
    with_defaults,
)
from feeds.issues.media import enclosures_of, picture_of
from feeds.issues.names import PostName
from feeds.issues.numbers import number_of
from feeds.issues.phrases import without_dates
from feeds.issues.teasers import words_of
from feeds.issues.values import (
    EXPIRES,
    ID,
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
    plain_beginning,
    plain_title,
    tags_of,
    web_address,
)
from feeds.layouts import LAYOUTS
from feeds.markup import Element, all_text, find_dropped, folded, look_at, one_line, take_web_version
from feeds.model import ParsedIssue, Post
from feeds.text.words import rare_characters

_MOST_HEADINGS = 100  # that are looked at for the name of the issue


def parse_issue(post: Post, config: Config, find_post: Finder = find_none) -> tuple[ParsedIssue, tuple[Problem, ...]]:
    """Return the issue in *post*, and the problems that its author should fix.

    *find_post* finds the posts that links to files lead to.

    Raises:
        PostError: the front matter or the body cannot be parsed, or there is nothing in them to publish.
    """
    head = _head_of(post, config)
    problems: list[Problem] = []
    seen = look_at(head.front.body)
    front, teaser = (head.front, "") if post.parts else without_teaser_mark(head.front, seen.signs)
    body = body_of(post, front, head.page, config, problems, find_post, seen if front is head.front else None)
    web_version = take_web_version(body) if post.markup == "html" else ""
    teased = words_of(body_of(post, replace(front, body=teaser), head.page, config, [], find_post)) if teaser else ""
    title = head.titled or _title_of(head, body)
    dating = date_by_title(head.dating, title, head.zone, head.language)
    issue = _issue(head, title, dating, body, teaser=teased, web_version=web_version)
    rare = rare_characters(post.text.removesuffix(head.front.body)) + seen.rare
    return issue, (*front.problems, *_odd_characters(post, rare), *dating.problems, *problems)


class _Head(Struct, frozen=True, kw_only=True):
    """What is known of an issue before its body is parsed."""

    post: Post
    config: Config
    front: FrontMatter
    name: PostName
    zone: ZoneInfo
    titled: str  # the title in the front matter, or ""
    tags: tuple[str, ...]
    draft: bool
    language: str
    dating: PostDate
    page: str  # its address on the site


def _head_of(post: Post, config: Config) -> _Head:
    """Return what the front matter and the path of *post* say.

    Raises:
        PostError: the front matter cannot be parsed, or the post is empty.
    """
    layout = layout_of(config)
    front = with_defaults(front_of(post), post.path, config, layout)
    values, name, zone = front.values, name_of(post, layout), ZoneInfo(config.site.timezone)
    more = tuple(map(folded, config.posts.taxonomies))
    tags = tuple(tags_of(values, on_spaces=layout.splits_on_spaces, folders=name.categories, more=more))
    titled = plain_title(first_text(values, TITLE))
    draft = is_draft(values, post.path, front.kind) or not _is_wanted(config, post.path, values, tags)
    if not titled and not (front.head + front.body).strip() and not draft:
        raise PostError("is empty", post.where, "write the issue, or add a title")
    language = language_of_post(values, name, post.path, config)
    dating = date_of_post(front, post.path, titled, language, config, layout)
    return _Head(
        post=post,
        config=config,
        front=front,
        name=name,
        zone=zone,
        titled=titled,
        tags=tags,
        draft=draft,
        language=language,
        dating=dating,
        page=page_of_post(front, name, titled or first_line(front, layout), dating, config, layout),
    )


def _issue(head: _Head, title: str, dating: PostDate, body: Element, *, teaser: str, web_version: str) -> ParsedIssue:
    """Return the issue with this *head* and *body*; *web_version* is where its mail says that it can be read, or ""."""
    values, config, zone = head.front.values, head.config, head.zone
    return ParsedIssue(
        path=head.post.path,
        title=title,
        published=dating.published,
        date_source=dating.source,
        number=number_of(
            values,
            title,
            "" if is_dated_by_folders(head.post.path) else head.name.full,
            config.site.title,
            head.language,
            weeks=dating.published is None and dating.within is None,
        ),
        within=dating.within,
        updated=date_of(values, UPDATED, zone) or updated_in_block(values, zone),
        expires=date_of(values, EXPIRES, zone),
        draft=head.draft,
        pinned_id=one_line(first_text(values, ID)),
        link=web_address(first_text(values, LINK), config.site.url),
        page=web_version if web_version and not _has_address(values, config) else head.page,
        authors=tuple(authors_of(values)) or tuple(author.as_author() for author in config.site.authors),
        language=head.language,
        summary=plain_beginning(first_text(values, SUMMARY)),
        teaser=teaser,
        tags=head.tags,
        image=picture_of(values, head.page),
        enclosures=enclosures_of(values, head.page),
        body=body,
        where=head.post.where,
    )


def _has_address(values: Values, config: Config) -> bool:
    """Return whether the post or the settings say where the issue is on the site."""
    plain = LAYOUTS["plain"]
    chosen = layout_of(config) is not plain or config.posts.permalink != plain.permalink
    return chosen or bool(first_text(values, (*LINK, *PAGE, *SLUG)))


def _is_wanted(config: Config, path: str, values: Values, tags: tuple[str, ...]) -> bool:
    """Return whether the settings publish the post; one that they do not choose is treated as a draft."""
    choices = config.posts.include
    return not choices or is_chosen(choices, path, values, tags)


def _odd_characters(post: Post, rare: str) -> Iterator[Problem]:
    if dropped := find_dropped(post.text, rare):
        where = Where(post.where.path, dropped.line)
        yield Problem(where, f"{dropped.name}, a character that feeds cannot contain, was removed", "delete it")


def _title_of(head: _Head, body: Element) -> str:
    """Return the title of an issue whose front matter has none."""
    if head.post.parts:
        return _title_of_folder(head.name, head.dating, head.config)
    return _title_in(body, head) or _title_of_file(head)


def _title_of_file(head: _Head) -> str:
    """Return the title by the name of the file: its words, or where it has none, the newsletter and its number."""
    words = without_dates(head.name.full.replace("_", "-"), head.language)
    number = number_of({}, "", head.name.full, "", head.language)
    if number is None or any(map(str.isalpha, words)):
        return _title_from(head.name)
    return f"{head.config.site.title} {number}"


def _title_in(body: Element, head: _Head) -> str:
    """Return the first heading, unless others of its level say that it is that of a section.

    They do not if it alone is nothing but a date or has the number of an issue, as "# Issue 7" above "# News".
    """
    headings = list(body.iter("h1", "h2", "h3"))
    words = [one_line(all_text(heading)) for heading in headings if heading.tag == headings[0].tag]
    if not words or (len(words) > 1 and not _names_issue(words, head)):
        return ""
    return re.sub(r"\A#++ ", "", words[0])  # `# # Title`


def _names_issue(headings: Sequence[str], head: _Head) -> bool:
    """Return whether the first of *headings*, and no other, is the name of an issue."""
    first, *others = (_is_name(words, head) for words in headings[:_MOST_HEADINGS])
    return first and not any(others)


def _is_name(words: str, head: _Head) -> bool:
    """Return whether *words* have the number of an issue, or are nothing but a date."""
    if not any(map(str.isdigit, words)):
        return False
    rest = without_dates(re.sub(r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)", "", words), head.language)
    return not any(map(str.isalnum, rest)) or number_of({}, rest, "", head.config.site.title, head.language) is not None


def _title_of_folder(name: PostName, dating: PostDate, config: Config) -> str:
    """Return the title of an issue that is a folder: its name, or the day if that is all its name says."""
    if dating.published and not re.search(r"[^\W\d]{4}", name.slug):
        return f"{config.site.title}, {dating.published.astimezone(ZoneInfo(config.site.timezone)):%Y-%m-%d}"
    return _title_from(name)


def _title_from(name: PostName) -> str:
    return one_line(re.sub(r"[-_]+", " ", name.slug)).capitalize() or one_line(name.full) or "Untitled"
