"""Join the files of a folder that are one issue: one front matter, and one body of which each file is a part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec.structs import replace

from feeds.issues.front_matter import FrontMatter, split_front_matter
from feeds.issues.values import SLUG, SUMMARY, TITLE, first_text, plain_title
from feeds.markup import Element
from feeds.model import Post
from feeds.regex import regex

_ABOUT_ALL = regex(r"(?:.*/)?(?:\d+[-_. ]*)?(?:index|readme|intro\w*|header|editorial)\b[^/]*\Z", re.IGNORECASE)
_OF_PART = frozenset((*TITLE, *SLUG, *SUMMARY))  # names that say something of one file
_HEADING = regex(r"\s*+(?:#|<h[1-6]\b|[^\n]++\n(?:===|---))")


def front_of(post: Post) -> FrontMatter:
    """Return front matter and body of *post*; of a joined one, the front matter of the first file that has any.

    Raises:
        PostError: as for `split_front_matter`.
    """
    if not post.parts:
        return split_front_matter(post)
    fronts = [split_front_matter(part) for part in post.parts]
    body = "\n\n".join(front.body for front in fronts)
    for part, front in zip(post.parts, fronts, strict=True):
        if front.values:
            about_all = _ABOUT_ALL.match(part.path) is not None
            values = {name: one for name, one in front.values.items() if about_all or name not in _OF_PART}
            return replace(front, values=values, body=body)
    return FrontMatter("none", {}, "", body, post.where)


def titled_parts(post: Post) -> Iterator[tuple[Post, FrontMatter]]:
    """Yield the files of a joined *post*, with the title of each as a heading, unless it is that of the issue."""
    for part in post.parts:
        front = split_front_matter(part)
        title = plain_title(first_text(front.values, TITLE))
        if title and not _ABOUT_ALL.match(part.path) and not _HEADING.match(front.body):
            mark = (
                f"<h2>{title}</h2>"
                if part.markup == "html"
                else f"{title}\n{'=' * 60}"
                if part.markup == "rst"
                else f"## {title}"
            )
            front = replace(front, body=f"{mark}\n\n{front.body}")
        yield part, front


def joined_body(post: Post, body_of: Callable[[Post, FrontMatter], Element]) -> Element:
    """Return the tree of a joined *post*, in which each file follows the one before."""
    whole: Element | None = None
    for part, front in titled_parts(post):
        body = body_of(part, front)
        if whole is None:
            whole = body
        else:
            whole.extend(list(body))
    assert whole is not None  # a folder without files is not a post
    return whole
