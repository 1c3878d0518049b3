"""Hugo: hugo.toml, .yaml or .json, the files in config/_default and config/production, and list pages."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from typing import Any

from feeds.config.generators.cascades import cascaded
from feeds.config.generators.given import Given, SiteFiles, expressions, filled, site_of, texts, words
from feeds.config.generators.hugo_addresses import ContentPlace, address_settings
from feeds.layouts import HUGO_FORMS, HUGO_PARTS, LAYOUTS, list_pages


def read_hugo(around: SiteFiles) -> Given:
    """Return what Hugo's files say."""
    name = next((one for one in map(around.name_of, LAYOUTS["hugo"].markers) if _is_hugo(around.values(one))), "")
    said = _folded(around.values(name))
    for part in HUGO_PARTS:
        if file := around.first(f"config/_default/{part}.{form}" for form in HUGO_FORMS):
            said.setdefault(part, around.values(file))
            name = name or file
    said |= _folded(around.values(around.first(LAYOUTS["hugo"].overriding)))
    place = _place(around, said)
    own, params = _own(said, place.language or words(said.get("defaultcontentlanguage"))), _block(said, "params")
    site = site_of(
        title=own.get("title") or said.get("title"),
        url=own.get("baseurl") or said.get("baseurl"),
        description=_block(own, "params").get("description") or params.get("description"),
        language=_language(said, own, place.language),
        timezone=said.get("timezone"),
        author=params.get("author") or said.get("author"),
        logo=params.get("logo"),
        icon=params.get("favicon"),
    )
    dates = [_date_name(one) for one in texts(_block(said, "frontmatter").get("date"))]
    sections = _sections(around, place.section)
    addresses = address_settings({**said, **own}, place, sections, dated_names=":filename" in dates)
    posts = filled(
        permalink=addresses.permalink,
        slugs=addresses.slugs,
        defaults=[*cascaded(around, said, place.section), *_listed(around), *addresses.defaults],
        held=expressions(texts(said.get("ignorefiles"))),
        dates=[one for one in dates if one],
        taxonomies=_taxonomies(_block(said, "taxonomies")),
    )
    return Given(file=name, site=site, posts=posts)


def _place(around: SiteFiles, said: Mapping[str, Any]) -> ContentPlace:
    """Return where the post directory is in the content of the site."""
    content = os.path.normpath(words(said.get("contentdir")) or "content")
    languages = _block(said, "languages")
    roots = {key: words(_folded(one).get("contentdir")) for key, one in languages.items() if isinstance(one, dict)}
    roots = {key: os.path.normpath(root) for key, root in roots.items() if root and os.path.normpath(root) != content}
    inside = around.inside
    default = words(said.get("defaultcontentlanguage")) or "en"
    for key, root in sorted(roots.items(), key=lambda one: -len(one[1])):
        if _is_in(inside, root):
            section = "" if inside == root else inside[len(root) + 1 :]
            return ContentPlace(section=section, language=key, default=default)
    section = "" if inside == content else inside[len(content) + 1 :] if _is_in(inside, content) else around.section
    below = {key: os.path.relpath(root, inside) for key, root in roots.items() if _is_in(root, inside)}
    return ContentPlace(section=section, default=default, folders=below)


def _sections(around: SiteFiles, section: str) -> str:
    """Return the path of the sections of *section*: a folder below the first one is a section if it has a list page."""
    names = section.split("/")
    listed = [one for one in list_pages(around.directory) if os.path.normpath(one) in around.files]
    folders = {os.path.basename(os.path.dirname(one)) for one in listed}
    return "/".join([*names[:1], *(name for name in names[1:] if name in folders)])


def _listed(around: SiteFiles) -> list[dict[str, Any]]:
    """Return the sections below the post directory as front matter of the posts in them."""
    pages = (os.path.relpath(file, around.directory).replace(os.sep, "/") for file in around.files)
    folders = sorted(os.path.dirname(page) for page in pages if page.endswith("/_index.md") and page[0] != ".")
    known = {*folders, *(folder.partition("/")[0] for folder in folders if not around.section)}
    values = [{"hugo_sections": _sections_in(folder, known)} for folder in folders]
    return [{"paths": f"{folder}/*", "values": one} for folder, one in zip(folders, values, strict=True)]


def _sections_in(folder: str, known: Collection[str]) -> str:
    """Return the names in the path *folder* that are sections: those of *known* paths.

    >>> _sections_in("2026/notes/may", {"2026", "2026/notes/may"})
    '2026/may'
    """
    parts = folder.split("/")
    return "/".join(part for end, part in enumerate(parts, 1) if "/".join(parts[:end]) in known)


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)


def _own(said: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return the settings of *language* that differ from those of the site."""
    return _folded(_block(_block(said, "languages"), language)) if language else {}


def _language(said: Mapping[str, Any], own: Mapping[str, Any], key: str) -> str:
    names = (own.get("languagecode"), own.get("locale"), key, said.get("languagecode"), said.get("locale"))
    return next((words(one) for one in names if words(one)), words(said.get("defaultcontentlanguage")))


def _is_hugo(values: Mapping[str, Any]) -> bool:
    """Return whether *values* are Hugo's, and not those of our own config.yaml."""
    return bool(values) and "site" not in values


def _folded(values: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name).lower(): value for name, value in values.items()}


def _block(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = values.get(name)
    return value if isinstance(value, dict) else {}


def _date_name(written: str) -> str:
    return "" if written.lower() in (":git", ":filemodtime") else written


def _taxonomies(written: Mapping[str, Any]) -> list[str]:
    return [words(name) for name in written.values() if words(name) not in ("", "tags", "categories")]
