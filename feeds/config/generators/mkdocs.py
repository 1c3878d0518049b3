"""MkDocs: mkdocs.yml, with the blog plugin of Material for MkDocs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from feeds.config.generators.given import Given, SiteFiles, filled, site_of, words
from feeds.layouts import LAYOUTS
from feeds.regex import regex

_FIELD = regex(r"\{(?P<name>\w+)\}")
_DATE_PART = regex(r"y+|M+|d+")
#: Parts of dates as babel writes them (Unicode TR 35).
_DATE_PARTS = {
    "y": ":year",
    "yyyy": ":year",
    "yy": ":short_year",
    "MM": ":month",
    "M": ":i_month",
    "MMM": ":short_month",
    "MMMM": ":long_month",
    "dd": ":day",
    "d": ":i_day",
}


def read_mkdocs(around: SiteFiles) -> Given:
    """Return what the file of MkDocs says."""
    name = around.first(LAYOUTS["mkdocs"].markers)
    said = around.values(name)
    theme = said.get("theme")
    site = site_of(
        title=said.get("site_name"),
        url=said.get("site_url"),
        description=said.get("site_description"),
        language=theme.get("language") if isinstance(theme, dict) else "",
        author=said.get("site_author"),
    )
    docs = os.path.normpath(os.path.join(around.folder, words(said.get("docs_dir")) or "docs"))
    below = os.path.relpath(around.directory, docs).replace(os.sep, "/")
    section = "" if below == "." else around.section if below.startswith("..") else below
    ending = ".html" if words(said.get("use_directory_urls")).lower() == "false" else "/"
    permalink, defaults = f"/{section}/:folder/:name{ending}", []
    for blog in _blogs(said.get("plugins")):
        folder, pattern = _posts_of(blog), _pattern(blog, ending)
        if f"{section}/".startswith(f"{folder}/"):
            permalink = pattern
        elif not section or folder.startswith(f"{section}/"):
            inside = folder[len(section) :].strip("/")
            defaults.append({"paths": f"{inside}/*", "values": {"url": pattern}})
    return Given(file=name, site=site, posts=filled(permalink=permalink, defaults=defaults))


def _blogs(plugins: object) -> Iterator[Mapping[str, Any]]:
    """Yield the settings of each blog among *plugins*, which are a list or a block."""
    listed = [{key: one} for key, one in plugins.items()] if isinstance(plugins, dict) else plugins
    for plugin in listed if isinstance(listed, list) else ():
        name, said = next(iter(plugin.items()), ("", None)) if isinstance(plugin, dict) else (plugin, None)
        if str(name).partition(" ")[0].rpartition("/")[2] == "blog":
            yield said if isinstance(said, dict) else {}


def _folder(blog: Mapping[str, Any]) -> str:
    return os.path.normpath(words(blog.get("blog_dir")) or "blog").strip(".")


def _posts_of(blog: Mapping[str, Any]) -> str:
    written = words(blog.get("post_dir")) or "{blog}/posts"
    return os.path.normpath(written.replace("{blog}", _folder(blog))).lstrip("/")


def _pattern(blog: Mapping[str, Any], ending: str) -> str:
    """Return the pattern of the posts of a *blog*."""
    form = _DATE_PART.sub(
        lambda part: _DATE_PARTS.get(part[0], ""), words(blog.get("post_url_date_format")) or "yyyy/MM/dd"
    )
    most = words(blog.get("post_url_max_categories")) or "1"
    categories = f"(:slugified_categories)[:{most}]"
    fields = {"date": form, "slug": ":slug_or_title", "file": ":name", "categories": categories}
    written = _FIELD.sub(
        lambda part: fields.get(part["name"], ""), words(blog.get("post_url_format")) or "{date}/{slug}"
    )
    return f"/{_folder(blog)}/{written}{ending}"
