"""The address of an issue, as an example: by one look at it an owner sees whether the addresses are right."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Config
from feeds.errors import FeedsError
from feeds.issues import parse_issue
from feeds.model import Post
from feeds.site import Site

_MOST_READ = 20  # posts; the last ones may be drafts
_OTHER = "/:path/elsewhere/"  # a pattern that nobody has


class Example(Struct, frozen=True, kw_only=True):
    """The address of an issue."""

    address: str
    by_pattern: bool  # and not written in the post


def find_example(site: Site) -> Example | None:
    """Return the address of the issue in the last post of *site*, by path, or None if no post can be read."""
    other = replace(site.config, posts=replace(site.config.posts, permalink=_OTHER))
    for post in islice(_posts(site), _MOST_READ):
        if address := _address(post, site.config):
            return Example(address=address, by_pattern=address != _address(post, other))
    return None


def _posts(site: Site) -> Iterator[Post]:
    for path in reversed(list(site.find_posts())):
        try:
            yield site.read_post(path)
        except FeedsError:  # a build reports it
            continue


def _address(post: Post, config: Config) -> str:
    """Return the address of the issue in *post*, or "" if it is a draft or cannot be parsed."""
    try:
        issue = parse_issue(post, config).issue
    except FeedsError:
        return ""
    return "" if issue.draft else issue.page
