"""Pelican: pelicanconf.py and publishconf.py, as far as they can be read without running them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from fnmatch import translate
from typing import Any

from feeds.config.generators.given import Given, SiteFiles, expressions, filled, plain, site_of, texts, words
from feeds.files import LONGEST_PATTERN
from feeds.regex import regex

_FIELD = regex(r"\{(?P<name>\w+)(?::(?P<form>[^{}]*))?\}")
_FORMS = {
    "%Y": ":year",
    "%y": ":short_year",
    "%m": ":month",
    "%d": ":day",
    "%b": ":short_month_name",
    "%B": ":month_name",
}
_FORMS |= {"%-m": ":i_month", "%-d": ":i_day", "%j": ":y_day"}


def read_pelican(around: SiteFiles) -> Given:
    """Return what Pelican's files say; that of publishing takes precedence."""
    names = [name for name in map(around.name_of, ("pelicanconf.py", "publishconf.py")) if name in around.files]
    read = [around.assignments(name) for name in names]
    said = {key: value for one in read for key, value in one.items() if value or value is False}
    site = site_of(
        title=said.get("SITENAME"),
        url=said.get("SITEURL"),
        description=said.get("SITEDESCRIPTION") or said.get("SITESUBTITLE"),
        language=said.get("DEFAULT_LANG"),
        timezone=said.get("TIMEZONE"),
        author=said.get("AUTHOR"),
    )
    place = _place(around, said)
    by_name = said.get("SLUGIFY_SOURCE") == "basename"
    slug = ":name_slug" if by_name else ":slug"
    posts = filled(
        permalink=_permalink(said, "ARTICLE", slug),
        permalink_translated=_translated(said, slug),
        slugs="pelican-unicode" if said.get("SLUGIFY_USE_UNICODE") else "",
        held=expressions(_held(said, place)),
        names=expressions(_names(said)),
        defaults=[{"paths": "*", "values": plain(values)} for values in (_defaults(said, place),) if values],
    )
    return Given(file=names[-1] if names else "", site=site, posts=posts)


def _permalink(said: Mapping[str, Any], kind: str, slug: str) -> str:
    """Return the pattern of addresses that the settings for pages of this *kind* give, or "" if they give none."""
    written = words(said.get(f"{kind}_URL")) or words(said.get(f"{kind}_SAVE_AS"))
    return as_pattern(written or ("{slug}.html" if slug == ":name_slug" and kind == "ARTICLE" else ""), slug)


def _translated(said: Mapping[str, Any], slug: str) -> str:
    """Return the pattern of addresses of articles in another language than `DEFAULT_LANG`."""
    if said.get("I18N_SUBSITES"):  # of the plugin of this name
        return "/:lang" + (_permalink(said, "ARTICLE", slug) or as_pattern("{slug}.html", slug))
    return _permalink(said, "ARTICLE_LANG", slug) or as_pattern("{slug}-{lang}.html", slug)


def _held(said: Mapping[str, Any], place: str) -> list[str]:
    """Return expressions of what is not an article in *place*, the folder of the posts below those of Pelican.

    What Pelican says of the folder as a whole does not matter: the config names it.
    """
    ignored = [f"(?:^|/){translate(name)}" for name in texts(said.get("IGNORE_FILES")) if len(name) <= LONGEST_PATTERN]
    excluded = [*texts(said.get("PAGE_PATHS") or "pages"), *texts(said.get("ARTICLE_EXCLUDES"))]
    only = [_inside(one, place) for one in map(str.strip, texts(said.get("ARTICLE_PATHS"))) if one not in ("", ".")]
    folders = "|".join(re.escape(one) for one in only)
    return [
        *ignored,
        *(f"^/{re.escape(inside)}/" for inside in (_inside(one, place) for one in excluded) if inside),
        *([f"^/(?!(?:{folders})/)"] if all(only) and folders else []),
    ]


def _inside(folder: str, place: str) -> str:
    """Return the path below *place* of a *folder* that Pelican names, or "" if it is not there.

    >>> _inside("news/old/", "news"), _inside("news", "news"), _inside("./news", "")
    ('old', '', 'news')
    """
    path = os.path.normpath(folder).replace(os.sep, "/").strip("./")
    if not place:
        return path
    return path.removeprefix(f"{place}/") if path.startswith(f"{place}/") else ""


def _names(said: Mapping[str, Any]) -> list[str]:
    """Return the expressions by which names and paths of files say what front matter does."""
    of_file, of_path = words(said.get("FILENAME_METADATA")), words(said.get("PATH_METADATA"))
    return [*([of_path] if of_path else []), *([f"(?:.*/)?(?:{of_file})[^/]*\\.\\w+$"] if of_file else [])]


def _defaults(said: Mapping[str, Any], place: str) -> dict[str, Any]:
    """Return the front matter of posts in *place* that have none: the category may be the name of the folder."""
    own = said.get("DEFAULT_METADATA")
    category, by_folder = words(said.get("DEFAULT_CATEGORY")), said.get("USE_FOLDER_AS_CATEGORY", True)
    name = "default_category" if by_folder else "category"
    if by_folder and place:
        category = place.rpartition("/")[2]
    return {**(own if isinstance(own, dict) else {}), **({name: category} if category else {})}


def _place(around: SiteFiles, said: Mapping[str, Any]) -> str:
    """Return the folder of the posts, relative to that of Pelican (`PATH`), or "" if it is not below it."""
    content = os.path.join(around.folder, words(said.get("PATH")) or "content")  # its usual argument
    place = os.path.relpath(around.directory, content).replace(os.sep, "/")
    return "" if place == "." or place.startswith("..") else place


def as_pattern(written: str, slug: str) -> str:
    """Return the pattern of addresses for Pelican's *written* one, or "" if it has parts that are not known.

    >>> as_pattern("posts/{date:%Y}/{date:%b}/{slug}/index.html", ":slug")
    '/posts/:year/:short_month_name/:slug/'
    """
    fields = {"slug": slug, "category": ":category", "author": ":author", "lang": ":lang"}

    def fill(found: re.Match[str]) -> str:
        if found["name"] == "date":
            return re.sub(r"%-?\w", lambda part: _FORMS.get(part[0], "\0"), found["form"] or "\0")
        return fields.get(found["name"], "\0")

    pattern = _FIELD.sub(fill, written)
    return "" if not pattern or "\0" in pattern else "/" + pattern.removesuffix("index.html").lstrip("/")
