"""Jekyll: _config.yml, whose faults are reported with their places."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from feeds.config.generators.given import Given, SiteFiles, filled, picture, words
from feeds.config.places import Location, PlacedYaml
from feeds.errors import Where
from feeds.layouts import LAYOUTS

_PATTERN_MARKS = "*?["


def read_jekyll(around: SiteFiles) -> Given:
    """Return the settings in Jekyll's file, with their places, and those that follow from folders alone.

    Raises:
        ConfigError: it is not valid YAML.
    """
    name = around.first(LAYOUTS["jekyll"].markers)
    reader = PlacedYaml(name)
    read = reader.read(around.text(name)) if name else {}
    said = read if isinstance(read, dict) else {}
    site = filled(
        title=words(said.get("title") or said.get("name")),
        url=_url(said),
        description=words(said.get("description") or said.get("tagline")),
        language=words(said.get("lang") or said.get("language") or said.get("locale")),
        timezone=words(said.get("timezone")),
        logo=picture(said.get("logo")),
        icon=picture(said.get("favicon") or said.get("icon")),
        authors=_authors(said.get("author")),
    )
    posts = filled(
        permalink=_permalink(said, _collection(around.inside)),
        defaults=_defaults(said, around.inside),
        ignore=_excluded(said, around.inside),
    )
    keys = [(block, key) for block, values in (("site", site), ("posts", posts)) for key in values]
    places: dict[Location, Where] = {(block, key): reader.place((_SAID_AS.get(key, key),)) for block, key in keys}
    return Given(file=name, site=site, posts=posts, places=places)


def _collection(inside: str) -> str:
    """Return the collection that the folder *inside* the site belongs to: "letters", if it is or is in `_letters`."""
    parts = inside.split(os.sep)
    return next((part[1:] for part in parts if part[:1] == "_" and len(part) > 1), "posts")


def _permalink(said: Mapping[str, Any], collection: str) -> str:
    """Return the pattern of addresses of *collection*, or "" if the file does not give it."""
    own, general = said.get("collections"), words(said.get("permalink"))
    block = own.get(collection) if isinstance(own, dict) else None
    written = words(block.get("permalink")) if isinstance(block, dict) else ""
    if collection == "posts":
        return written or general
    is_folder = general == "pretty" or general.endswith("/")
    written = written or "/:collection/:path" + ("/" if is_folder else ":output_ext")
    return written.replace(":collection", collection)


_SAID_AS = {"language": "lang", "authors": "author"}


def _url(said: Mapping[str, Any]) -> str:
    """Return the address of the site, or "" if its file does not give it."""
    url = words(said.get("url")).rstrip("/")
    folder = (words(said.get("baseurl")) or words(said.get("root"))).strip("/")  # Octopress says root
    if "://" in folder:
        return folder  # some write the whole address twice
    return f"{url}/{folder}".rstrip("/") if url and not url.endswith(f"/{folder}") else url


def _authors(value: object) -> list[dict[str, str]]:
    if isinstance(value, dict):
        named = {key: words(value.get(key)) for key in ("name", "email")} | {"uri": words(value.get("url"))}
        return [{key: text for key, text in named.items() if text}] if named["name"] else []
    return [{"name": words(value)}] if words(value) else []


def _defaults(said: Mapping[str, Any], inside: str) -> list[dict[str, Any]]:
    """Return Jekyll's front matter defaults for posts: narrower scopes take precedence, then later ones."""
    parts = inside.split(os.sep)
    above = parts[: parts.index("_posts")] if "_posts" in parts else []
    found: list[tuple[int, dict[str, Any]]] = []
    if categories := [part for part in above if part not in (os.curdir, os.pardir, "source")]:
        found.append((-1, {"paths": "*", "values": {"categories": categories}}))
    rules, collection = said.get("defaults"), _collection(inside)
    for rule in rules if isinstance(rules, list) else []:
        scope, values = (rule.get("scope") or {}, rule.get("values")) if isinstance(rule, dict) else ({}, None)
        if not isinstance(values, dict) or not isinstance(scope, dict) or scope.get("type", collection) != collection:
            continue
        path = words(scope.get("path")).strip("/")
        if paths := _paths_below(path, "/".join(parts)):
            found.append((len(path), {"paths": paths, "values": values}))
    return [rule for _, rule in sorted(found, key=lambda pair: pair[0])]


def _excluded(said: Mapping[str, Any], inside: str) -> list[str]:
    """Return the patterns of posts that Jekyll excludes; a pattern that excludes all posts is ignored."""
    names = said.get("exclude")
    below = inside.replace(os.sep, "/")
    paths = (_paths_below(words(name).strip("/"), below) for name in (names if isinstance(names, list) else []))
    return [path for path in paths if path not in ("", "*")]


def _paths_below(scope: str, directory: str) -> str:
    """Return the pattern of the posts in *directory* that *scope*, a path or pattern below the site, covers; or "".

    >>> _paths_below("", "_posts"), _paths_below("_posts/2019", "_posts"), _paths_below("pages", "_posts")
    ('*', '2019/*', '')
    """
    if not scope or directory == scope or directory.startswith(scope + "/"):
        return "*"
    below = scope.removeprefix(directory + "/")
    if below == scope:
        return ""
    return below if any(mark in below for mark in _PATTERN_MARKS) or "." in below else below + "/*"
