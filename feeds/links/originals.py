"""Read the page of an original issue: the part that is the issue, without menus and other posts."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import CData, Comment, NavigableString, PreformattedString, Tag

from feeds.links.alignment import split_words
from feeds.links.pages import Page, PageLink
from feeds.links.sharing import is_for_sharing
from feeds.regex import regex
from feeds.urls import absolute

_DROPPED = "script style noscript template svg math button select option iframe object nav".split()
_UNSEEN = ("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only")  # classes
_FRAME = ("header", "footer", "aside")
_PARTS = ("article", "main")
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd label mark q ruby s samp small span strike "
    "strong sub sup time tt u var wbr".split()
)
_CONTAINERS = frozenset("main article section div table tbody tr td center form font details".split())
_SPACES = regex(r"\s+")
_MOST_LOOKED_AT = 4_000_000  # characters; deeper nesting is not searched
_DEEPEST = 500
_MOST_TAGS = 30_000  # on a page; those of newsletters have hundreds
_LONGEST = 1_000_000  # characters of text; the longest issues have a tenth of that
_RUN = 4  # words in the runs by which the issue is found on the page


def read_page(content: bytes, url: str, issue: str, encoding: str = "") -> Page:
    """Return the part of a page that has the text of *issue*, with absolute links.

    *content* is HTML as served from *url*. Menus, other posts and comments are left out if
    they are in elements of their own. A page of more than 30,000 tags or a million characters of text, or one
    nested more than 500 deep, would take seconds or minutes, and counts as empty.
    """
    if content.count(b"<") > _MOST_TAGS:
        return Page()
    soup = BeautifulSoup(content, "lxml", from_encoding=encoding or None)
    if _is_deep(soup):
        return Page()
    base_tag = soup.find("base", href=True)
    base = absolute(str(base_tag["href"]), url) if isinstance(base_tag, Tag) else ""
    body = soup.body or soup
    for tag in (*body.find_all(_DROPPED), *body.find_all(class_=_UNSEEN)):
        if not tag.decomposed:
            tag.decompose()
    _drop_frames(body)
    if len(_text_in(body)) > _LONGEST:
        return Page()
    return _PageReader(base or url, url).of(_part_about(body, issue))


def _is_deep(soup: BeautifulSoup) -> bool:
    depths = {id(soup): 0}
    for tag in soup.find_all(True):
        depths[id(tag)] = depth = depths[id(tag.parent)] + 1
        if depth > _DEEPEST:
            return True
    return False


def _drop_frames(body: Tag) -> None:
    """Remove headers, footers and asides that are neither in an article nor around one."""
    inside: set[int] = set()
    around: set[int] = set()
    for part in body.find_all(_PARTS):
        if id(part) not in inside:
            inside.update(id(tag) for tag in part.find_all((*_PARTS, *_FRAME)))
        parent = part.parent
        while parent is not None and id(parent) not in around:
            around.add(id(parent))
            parent = parent.parent
    for tag in body.find_all(_FRAME):
        if not tag.decomposed and id(tag) not in inside and id(tag) not in around:
            tag.decompose()


def _part_about(body: Tag, issue: str) -> Tag:
    """Return the smallest container in *body* with nearly all text that *body* shares with *issue*.

    The search ends early on pages that are nested too deeply.
    """
    wanted = _runs(issue)
    part, most, left = body, len(_runs(_text_in(body)) & wanted), _MOST_LOOKED_AT
    while most:
        for child in part.find_all(True, recursive=False):
            if child.name not in _CONTAINERS:
                continue
            text = _text_in(child)
            left -= len(text)
            if left < 0:
                return part
            if len(_runs(text) & wanted) >= 0.97 * most:
                part = child
                break
        else:
            break
    return part


def _text_in(tag: Tag) -> str:
    return tag.get_text(" ")


def _runs(text: str) -> set[tuple[str, ...]]:
    words = split_words(text).words
    return {words[i : i + _RUN] for i in range(len(words) - _RUN + 1)}


class _PageReader:
    """Reads the elements of a page in one pass."""

    def __init__(self, base: str, url: str) -> None:
        self._base, self._own = base, url.partition("#")[0]
        self._page = Page()
        self._parts: list[str] = []
        self._length = 0

    def of(self, tag: Tag) -> Page:
        self._walk(tag)
        self._page.text = "".join(self._parts)
        return self._page

    def _walk(self, root: Tag) -> None:
        """Read everything below *root*, without recursion, because nesting has no limit."""
        stack: list[tuple[Tag, Iterator[object], int]] = [(root, iter(root.children), 0)]
        self._open(root)
        while stack:
            tag, children, start = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._close(tag, start)
            elif isinstance(child, Tag):
                self._open(child)
                stack.append((child, iter(child.children), self._length))
            elif isinstance(child, NavigableString) and (
                isinstance(child, CData) or not isinstance(child, (Comment, PreformattedString))
            ):
                self._add(_SPACES.sub(" ", child))

    def _open(self, tag: Tag) -> None:
        if tag.name not in _INLINE:
            self._add("\n")
        name = tag.get("id") or (tag.get("name") if tag.name == "a" else "")
        if isinstance(name, str) and name and not any(c.isspace() for c in name):
            self._page.names.append((self._length, name))
        if tag.name == "hr":
            self._page.breaks.append(self._length)

    def _close(self, tag: Tag, start: int) -> None:
        if tag.name == "a":
            self._add_link(tag, start)
        if tag.name in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._page.heads.append((start, self._length))
        if tag.name not in _INLINE:
            self._add("\n")

    def _add_link(self, tag: Tag, start: int) -> None:
        href = absolute(str(tag.get("href") or ""), self._base)
        if not href.startswith("http") or href.partition("#")[0] == self._own or is_for_sharing(href):
            return
        if urlsplit(href).hostname:
            self._page.links.append(PageLink(href, start, self._length))

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
