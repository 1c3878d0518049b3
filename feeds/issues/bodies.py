"""Parse the body of a post: with the values of its front matter, and links to files of other posts resolved."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from feeds.config import Config
from feeds.errors import PostError, Problem, Where
from feeds.issues.front_matter import FrontMatter
from feeds.issues.joining import joined_body
from feeds.issues.locating import address_of_post, page_of_another
from feeds.issues.source_links import guesses, lead_to_posts
from feeds.issues.teasers import split_teaser
from feeds.markup import Context, Element, Seen, render_body
from feeds.model import Post

_LONGEST_PATH = 1000  # characters of a path in a template; longer ones lead to no file

Finder = Callable[[str], Post | None]  # the post at a path below the post directory, or None


def find_none(path: str) -> Post | None:
    """Return no post: a `Finder` that knows of no others."""
    return None


def without_teaser_mark(front: FrontMatter, signs: str) -> tuple[FrontMatter, str]:
    """Return *front* without a mark for the end of the teaser that would be shown, and the source of the teaser.

    *signs* are those of its body.
    """
    separator = front.values.get("excerptseparator")
    teased = split_teaser(front.body, separator if isinstance(separator, str) else "", signs)
    return (front if teased.body == front.body else replace(front, body=teased.body)), teased.teaser


def body_of(
    post: Post,
    front: FrontMatter,
    page: str,
    config: Config,
    problems: list[Problem],
    find_post: Finder,
    seen: Seen | None = None,
) -> Element:
    """Return the tree of the body of *post*, whose *front* is read, at the address *page*; *problems* are added to.

    *seen* is what was seen of the body, if it was looked at.

    Raises:
        PostError: it cannot be parsed.
    """
    if post.parts:
        return joined_body(post, lambda part, own: body_of(part, own, page, config, problems, find_post))

    def warn(line: int, message: str, hint: str) -> None:
        problems.append(Problem(Where(post.where.path, line and line + _lines_above(post, front)), message, hint))

    others = _OtherPosts(post.path, config, find_post)
    context = Context(
        site_url=config.site.url,
        has_language=config.posts.layout in ("jekyll", "eleventy"),
        page=front.values,
        address_of=others.address_in_template,
    )
    mdx = post.path.lower().endswith(".mdx")
    try:
        body = render_body(front.body, markup=post.markup, base=page, context=context, warn=warn, mdx=mdx, seen=seen)
    except ValueError as error:
        # The start of the body, because parsers do not give the line.
        where = Where(post.where.path, _lines_above(post, front) + 1)
        raise PostError(f"cannot be parsed: {error}", where, "simplify it") from error
    lead_to_posts(body, front.body, page, post.path, others.address_of_file)
    return body


class _OtherPosts:
    """The addresses of the posts whose files the post at *path* links to."""

    def __init__(self, path: str, config: Config, find_post: Finder) -> None:
        self._path, self._config, self._find_post = path, config, find_post
        self._known: dict[str, str] = {}  # a post of a megabyte may link to itself 50,000 times

    def address_of_file(self, path: str) -> str:
        """Return the address of the post at *path* below the post directory, or ""."""
        if path not in self._known:
            other = self._find_post(path)
            self._known[path] = address_of_post(other, self._config) if other else ""
        return self._known[path]

    def address_in_template(self, path: str) -> str:
        """Return the address of the post that a template names by a *path* of the site, perhaps with a fragment."""
        if len(path) > _LONGEST_PATH:
            return ""
        file, hash_mark, fragment = path.strip().partition("#")
        guessed = guesses(file, self._path, _section_in(self._config))
        found = (self.address_of_file(one) for one in guessed if one)
        return next((one + hash_mark + fragment for one in found if one), "") or page_of_another(path, self._config)


def _lines_above(post: Post, front: FrontMatter) -> int:
    """Return how many lines of *post* its *front* matter takes."""
    return 0 if post.sidecar else front.head.count("\n")


def _section_in(config: Config) -> str:
    """Return the folder of the posts in their site: "posts" if they are in `content/posts`."""
    return config.posts.directory.strip("/").rpartition("/")[2]
