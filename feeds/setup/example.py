"""The address of an issue, as an example: by one look at it an owner sees whether the addresses are right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Config
from feeds.errors import FeedsError
from feeds.issues.parsing import parse_issue
from feeds.model import ParsedIssue, Post
from feeds.site import Site

_MOST_READ = 20  # posts; the last ones by name may be pages or drafts
_NEVER = datetime.min.replace(tzinfo=UTC)
_OTHER = "/:path/elsewhere/"  # a pattern that nobody has


class ExampleAddress(Struct, frozen=True, kw_only=True):
    """The address of an issue."""

    address: str
    by_pattern: bool  # and not written in the post


def find_example(site: Site, now: datetime) -> ExampleAddress | None:
    """Return the address of the latest issue up to *now* among some posts of *site*, or None if there is none."""
    some = [(issue, post) for post in _posts(site) if (issue := _issue(post, site.config))]
    due = [(issue.published or _NEVER, issue, post) for issue, post in some if (issue.published or _NEVER) <= now]
    if not due:
        return None
    _, latest, post = max(due, key=lambda one: (one[0], one[1].path))
    other = _issue(post, replace(site.config, posts=replace(site.config.posts, permalink=_OTHER)))
    return ExampleAddress(address=latest.page, by_pattern=other is None or latest.page != other.page)


def _posts(site: Site) -> Iterator[Post]:
    """Yield some of the posts, evenly spread over all that the site generator does not exclude."""
    held = [re.compile(one) for one in site.config.posts.held]
    paths = [path for path in sorted(site.find_posts()) if not any(one.search(f"/{path}") for one in held)]
    for path in paths[:: -max(1, len(paths) // _MOST_READ)]:
        try:
            yield site.read_post(path)
        except FeedsError:  # a build reports it
            continue


def _issue(post: Post, config: Config) -> ParsedIssue | None:
    """Return the issue in *post*, or None if it is a draft or cannot be parsed."""
    try:
        issue, _ = parse_issue(post, config)
    except FeedsError:
        return None
    return None if issue.draft else issue
