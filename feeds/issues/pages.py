"""Find posts that are probably no issues: pages about the site, templates, copies, and the few without a date.

It goes by names, and by what is known of dates and numbers. Nothing is published by
mistake then, and one setting publishes it after all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal

from feeds.issues.copies import original_of
from feeds.model import Numbered
from feeds.regex import regex

Doubt = Literal["page", "excluded", "resource", "misnamed", "undated", "copy"]

#: Files and folders about a site or a repository, whatever date they have.
_ABOUT = frozenset(
    "readme license licence contributing changelog code-of-conduct about about-us about-me contact contact-us imprint "
    "impressum privacy privacy-policy terms 404 search subscribe unsubscribe sponsor sponsors confirmation "
    "thank-you".split()
)
#: The same if they have no date: an issue may have such a name.
_LISTS = frozenset(
    "index home archive archives tags categories links thanks faq todo help docs guidelines style-guide".split()
)
_TEMPLATE = frozenset("template templates archetype archetypes boilerplate skeleton vorlage plantilla modele".split())
_OF_TEMPLATE = frozenset(
    "issue article post newsletter weekly letter entry the my new blank empty default email page".split()
)
INDEX = regex(r"(?:.*/)?index(?:\.[A-Za-z-]{2,6})?\.\w+\Z")
_DATED = regex(r"(?:19|20)\d{2}")
_JEKYLL_NAME = regex(r"\d{2,4}-\d{1,2}-\d{1,2}-")
_DIGIT = regex(r"\d")
_SOME = 3  # posts beside an index that lists them
_MANY, _FEW = 10, 0.2  # files; the share of them that may be held back for want of a date


class _Folder:
    """The *paths* of all posts, as far as they decide about each of them; few of them ask."""

    def __init__(self, paths: Collection[str]) -> None:
        self._paths = paths

    @cached_property
    def indexed(self) -> frozenset[str]:
        """The folders that have an index."""
        return frozenset(_folder_of(path) for path in self._paths if INDEX.match(path)) - {""}

    @cached_property
    def peopled(self) -> Counter[str]:
        """The number of posts in each folder and below."""
        return Counter(above for path in self._paths for above in _above(path))

    @cached_property
    def named(self) -> Counter[str]:
        """The number of posts in each folder whose names have a number or date."""
        return Counter(_folder_of(path) for path in self._paths if _DIGIT.search(path.rpartition("/")[2]))


def find_doubtful(
    posts: Sequence[Numbered], paths: Collection[str], directory: str, layout: str, excluded: Sequence[str] = ()
) -> Mapping[str, Doubt]:
    """Return which of *posts* are probably not issues, and why; *paths* are those of all files in *directory*.

    Posts that match one of the expressions in *excluded* are among them.

    >>> known = [Numbered(f"{number}.md", number, None) for number in range(42)]
    >>> about = [Numbered(f"{name}.md", None, None) for name in ("_template", "about", "boats")]
    >>> all_paths = [post.path for post in (*known, *about)]
    >>> find_doubtful([*known, *about], all_paths, "posts", "plain")
    {'_template.md': 'page', 'about.md': 'page', 'boats.md': 'undated'}
    """
    folder = _Folder(paths)
    found: dict[str, Doubt] = {post.path: "page" for post in posts if _is_page(post, folder)}
    found |= {post.path: "copy" for post in posts if original_of(post.path, paths)}
    if excluded:
        pattern = re.compile("|".join(f"(?:{one})" for one in excluded))
        found |= {post.path: "excluded" for post in posts if pattern.search(f"/{post.path}")}
    if layout in ("hugo", "zola"):
        found |= {post.path: "resource" for post in posts if _is_resource(post.path, folder)}
    misnamed = frozenset(_misnamed(paths, directory, layout))
    found |= {post.path: "misnamed" for post in posts if post.path in misnamed and post.path not in found}
    undated = [post.path for post in posts if _is_undated(post) and post.path not in found]
    if len(paths) >= _MANY and len(undated) <= _FEW * len(paths):
        found |= dict.fromkeys(undated, "undated")
    return dict(sorted(found.items()))


def _is_undated(post: Numbered) -> bool:
    return post.number is None and post.published is None and post.within is None


def _is_page(post: Numbered, folder: _Folder) -> bool:
    """Return whether the name of *post* is that of a page or a template."""
    above, _, file = post.path.rpartition("/")
    name = re.sub(r"[ _.]+", "-", file.rpartition(".")[0].lower()).strip("-")
    if _TEMPLATE.intersection(name.split("-")) and (file[0] == "_" or not _DATED.search(name)):
        return file[0] == "_" or set(name.split("-")) <= _TEMPLATE | _OF_TEMPLATE
    if above.rpartition("/")[2].lower().strip("_") in _TEMPLATE:
        return True
    is_list = name == "readme" or (name == "index" and post.number is None)
    if is_list and folder.named[above] >= _SOME and post.published is None:
        return True  # it lists the issues of a year
    if post.number is not None or _DATED.search(post.path):
        return False
    if name == "index" and above in folder.indexed and folder.peopled[above] == 1:
        name, file = above.rpartition("/")[2].lower().strip("_"), name  # the folder holds one post and its pictures
    if name == "readme" and above:  # the name of a post in a folder of its own
        return _is_undated(post)
    return name in _ABOUT or (_is_undated(post) and (name in _LISTS or file[0] == "_"))


def _is_resource(path: str, folder: _Folder) -> bool:
    """Return whether the post at *path* belongs to the bundle of an index beside or above it."""
    return not INDEX.match(path) and any(above in folder.indexed for above in _above(path))


def _misnamed(paths: Collection[str], directory: str, layout: str) -> Iterator[str]:
    """Yield the posts that Jekyll leaves out, because the name of a file in `_posts` must begin with a date."""
    if layout != "jekyll":
        return
    named = [(path, f"{directory}/{path}".split("/")) for path in paths]
    inside = [(path, parts[-1]) for path, parts in named if "_posts" in parts and "source" not in parts]  # not of Hexo
    without = [path for path, name in inside if not _JEKYLL_NAME.match(name)]
    if 2 * len(without) <= len(inside):  # else they are not meant for Jekyll
        yield from without


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def _above(path: str) -> Iterator[str]:
    while path := _folder_of(path):
        yield path
