"""Read a post: parse it, cut it, and find its links. No store, no clock, no network.

The same post, settings and habits give the same reading, so posts can be read in any order
and in any process. Which issue a post is, since when, and what it is called in feeds is
decided afterwards (`identifying`, `deciding`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from feeds import links, revisions
from feeds.config import Config
from feeds.errors import PostError, Problem, Where
from feeds.issues.bodies import Finder
from feeds.issues.parsing import parse_issue
from feeds.model import Issue, ParsedIssue, Parts, Post
from feeds.pipeline.posts.budget import over_budget
from feeds.pipeline.posts.packing import Packable
from feeds.pipeline.processes.meter import Limit
from feeds.sections import NO_HABITS, Block, Body, Habits, cut_body, read_body, title_of, traits_of


class ReadingSettings(Struct, frozen=True, kw_only=True):
    """The settings that decide how posts are read."""

    config: Config
    items: bool  # whether sections are cut into items
    unwrap: Callable[[str], str]  # where a link leads that carries its target
    both_ways: bool = False  # also cut as if nothing were known of other issues
    with_words: bool = False  # keep the words, by which an issue in another file is known


class CutIssue(Packable, frozen=True, kw_only=True):
    """An issue and its parts, as its post says."""

    issue: Issue
    parts: Parts
    parts_alone: Parts | None  # as cut where nothing is known of other issues, if that was asked for and may differ
    hash: str  # of the content whose changes are announced, however it is cut
    words: frozenset[str]  # of the body, where they were asked for


_MOST_PARTS = 10_000  # of a post: each takes a third of a millisecond to publish, and no newsletter has a tenth of them


class PostReading(Packable, frozen=True, kw_only=True):
    """The result of reading a post."""

    path: str
    digest: str  # of its bytes; "" if it cannot be understood
    problems: tuple[Problem, ...] = ()
    issue: Issue | None = None  # None: it cannot be understood
    traits: frozenset[str] = frozenset()  # what may come back in other issues
    linked: tuple[str, ...] = ()  # the paths of files that its links may mean, in order, whether they exist or not
    cut: CutIssue | None = None  # None of a draft, too
    unread: bool = False  # whether its file could not be read, and is to be tried again
    over: bool = False  # whether it took more than it may, and was left


class ParsedPost(Struct, frozen=True, kw_only=True):
    """A post whose issue is not cut yet. It holds a tree, and stays in the process that parsed it."""

    reading: PostReading  # as far as it goes without cutting
    issue: ParsedIssue | None  # None: there is nothing to cut
    body: Body | None = None  # of the issue
    where: Where


def parse_post(post: Post, settings: ReadingSettings, find_post: Finder) -> ParsedPost:
    """Return what *post* says but for how it is cut, for which the habits of all posts must be known.

    Whatever is wrong with it is among the problems. *find_post* finds the posts that links to files lead to.
    """
    problems: tuple[Problem, ...] = ()
    linked: set[str] = set()

    def find_and_note(path: str) -> Post | None:
        linked.add(path)
        return find_post(path)

    try:
        issue, problems = parse_issue(post, settings.config, find_and_note)
        reading = PostReading(path=post.path, digest=post.digest, problems=problems, issue=issue.facts)
        if issue.draft:
            return ParsedPost(reading=reading, issue=None, where=post.where)
        body = read_body(issue.body)
        problems = (*problems, *_shared_anchors(body.blocks, post.where))
        traits = traits_of(body.blocks) | _address_of(issue)
        reading = replace(reading, problems=problems, traits=traits, linked=tuple(sorted(linked)))
        return ParsedPost(reading=reading, issue=issue, body=body, where=post.where)
    except MemoryError:
        return ParsedPost(reading=over(post.path, post.where, settings, "memory"), issue=None, where=post.where)
    except Exception as error:  # noqa: BLE001 - whatever one post holds, the others go out
        reading = PostReading(path=post.path, digest="", problems=(*problems, problem_of(error, post.where)))
        return ParsedPost(reading=reading, issue=None, where=post.where)


def _address_of(issue: ParsedIssue) -> frozenset[str]:
    """Return the trait that issues at the same address share; a link that an author gave may be that of others."""
    return frozenset() if issue.link else frozenset([f"address:{issue.page}"])


def _shared_anchors(blocks: list[Block], where: Where) -> list[Problem]:
    """Return a problem for each anchor of several headings: links lead to the first of them."""
    headings: dict[str, list[str]] = {}
    for block in blocks:
        if block.level and (anchor := block.element.get("id")):
            headings.setdefault(anchor, []).append(block.line)
    return [
        Problem(
            where,
            f"{len(titles)} headings have the anchor {anchor!r}: links lead to the first, {titles[0]!r}",
            "give the others anchors of their own",
        )
        for anchor, titles in headings.items()
        if len(titles) > 1
    ]


def cut_post(post: ParsedPost, settings: ReadingSettings, habits: Habits) -> PostReading:
    """Return what a parsed *post* says, with the parts that its issue has by *habits*.

    They know what other issues do, where this one alone is ambiguous.
    """
    reading = post.reading
    if post.issue is None or post.body is None:
        return reading
    try:
        cut = _cut_both_ways(reading.issue or post.issue.facts, post.issue, post.body, settings, habits)
        if len(cut.parts.sections) + len(cut.parts.items) > _MOST_PARTS:
            hint = "divide it into several posts, or set sections.split to none"
            raise PostError(f"has more than {_MOST_PARTS:,} sections and items", post.where, hint)
        return replace(reading, cut=cut)
    except MemoryError:
        return over(reading.path, post.where, settings, "memory")
    except Exception as error:  # noqa: BLE001 - whatever one post holds, the others go out
        problems = (*reading.problems, problem_of(error, post.where))
        return PostReading(path=reading.path, digest="", problems=problems)


def over(path: str, where: Where, settings: ReadingSettings, limit: Limit) -> PostReading:
    """Return the reading of the post at *path* if it was left because it took more than *limit* allows."""
    return PostReading(path=path, digest="", problems=(over_budget(settings.config, limit, where),), over=True)


def problem_of(error: Exception, where: Where) -> Problem:
    """Return what *error* says of the post at *where*."""
    if isinstance(error, PostError):
        return error.problem
    fault = f"cannot be understood: {type(error).__name__}: {error}"
    return Problem(where, fault, "simplify it, and please tell us about it")


def _cut_both_ways(facts: Issue, issue: ParsedIssue, body: Body, settings: ReadingSettings, habits: Habits) -> CutIssue:
    parts = _cut(issue, body, settings, habits)
    may_differ = settings.both_ways and any(answer.holds for answer in parts.asked)
    return CutIssue(
        issue=facts,
        parts=parts,
        parts_alone=_cut(issue, body, settings, NO_HABITS) if may_differ else None,
        hash=revisions.issue_hash(title_of(issue), body.blocks, body.hrefs),
        words=revisions.words_of_issue(issue) if settings.with_words else frozenset(),
    )


def _cut(issue: ParsedIssue, body: Body, settings: ReadingSettings, habits: Habits) -> Parts:
    """Return the sections and items of *issue* with their links."""
    config = settings.config
    rules = config.sections.rules_for(issue.path)
    parts = cut_body(body, issue, rules, habits, items=settings.items)
    original = issue.link if len(parts.sections) == 1 else ""
    find = partial(links.find_links, permalink=issue.permalink, site_url=config.site.url, unwrap=settings.unwrap)
    sections = tuple([find(section, original=original) for section in parts.sections])
    items = tuple([find(item) for item in parts.items])
    if config.links.fragments:
        sections = links.lead_to_sections(sections, body.rare)
        items = links.lead_to_items(items, sections, issue.permalink)
    return replace(parts, sections=sections, items=items)
