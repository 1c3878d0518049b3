"""Lead links to the file of another post to where that post can be read.

Authors link to `../2026-05-01-first.md#end`, because their editor and their forge follow
such links; their site generator turns them into addresses.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from feeds.markup import Element
from feeds.regex import regex
from feeds.urls import absolute

_EXTENSIONS = (".md", ".markdown", ".mkdown", ".mkdn", ".mkd", ".mdx", ".rst", ".rest", ".txt", ".html", ".htm")
_TARGET = regex(
    r"[\[(\"'<=\s:](?P<file>[^\s()<>\"'\[\]{}|]{1,300}?\.(?:md|markdown|mkdn?|mkdown|mdx|rst|rest|txt|html?))"
    r"(?P<rest>[?#][^\s()<>\"'`]{0,200})?(?=[\s)>\"'`]|\Z)",
    re.IGNORECASE,
)
_MOST = 500  # links of one post
_FOLDERS = ("content", "_posts", "posts", "src", "docs")  # above the post directory, in links from its site's top


def lead_to_posts(body: Element, text: str, page: str, path: str, address_of: Callable[[str], str]) -> None:
    """Lead the links in *body* that are files of other posts, relative to the post at *path*, to their addresses.

    *text* is what *body* was made from, and *page* the address that its links were made absolute
    by; *address_of* returns where the post at a path can be read, or "".
    """
    origin = "/".join(page.split("/")[:3])
    to_files = [
        anchor
        for anchor in body.iter("a")
        if (href := anchor.get("href")) and href.startswith(origin) and _is_file(href)
    ]
    led = dict(_targets(text, page, path, address_of)) if to_files else {}
    for anchor in to_files:
        if target := led.get(anchor.get("href", "")):
            anchor.set("href", target)


def _is_file(href: str) -> bool:
    """Return whether *href* ends as the file of a post does."""
    return href.partition("#")[0].partition("?")[0].lower().endswith(_EXTENSIONS)


def _targets(text: str, page: str, path: str, address_of: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield each address in *body* that a link to a file has become, and where it is to lead."""
    known: dict[str, str] = {}
    for number, found in enumerate(_TARGET.finditer(text)):
        written, rest = found["file"], found["rest"] or ""
        if number >= _MOST or "://" in written or written.startswith(("//", "mailto:")):
            continue
        if written not in known:
            files = candidates(unquote(written), path)
            known[written] = next((address for file in files if (address := address_of(file))), "")
        if known[written]:
            _, sign, fragment = rest.partition("#")
            yield absolute(written + rest, page), f"{known[written]}{sign}{fragment}"


def candidates(written: str, path: str) -> list[str]:
    """Return the paths below the post directory that *written*, in the post at *path*, may mean.

    >>> candidates("../first.md", "2026/second/index.md"), candidates("/content/posts/first.md", "2026/second.md")
    (['2026/first.md'], ['content/posts/first.md', 'posts/first.md', 'first.md'])
    >>> candidates("../posts/first.md", "second.md"), candidates("../first.md", "second.md")
    (['first.md'], [])
    """
    if not written.startswith("/"):
        found = posixpath.normpath(posixpath.join(posixpath.dirname(path), written))
        return candidates(f"/{found.lstrip('./')}", path)[1:] if found.startswith("..") else [found]
    parts = posixpath.normpath(written).strip("/").split("/")
    skipped = [number for number in range(len(parts)) if all(part in _FOLDERS for part in parts[:number])]
    return ["/".join(parts[number:]) for number in skipped]


def guesses(written: str, path: str, section: str) -> Iterator[str]:
    """Yield the paths that *written*, in a template of the post at *path*, may mean, from the top or from beside it.

    *section* is the folder of the posts in its site. The extension may be missing.
    """
    plain = written.strip().removeprefix("@/")
    tops = [*candidates(f"/{plain.lstrip('/')}", path), plain.lstrip("/").removeprefix(f"{section}/")]
    for one in dict.fromkeys([*tops, *candidates(plain.lstrip("/"), path)]):
        yield one
        if not one.lower().endswith(_EXTENSIONS):
            yield from (f"{one.rstrip('/')}{end}" for end in (".md", "/index.md", ".rst", ".html", ".markdown"))
