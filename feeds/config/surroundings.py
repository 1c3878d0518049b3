"""Complete config.yaml from the files around it: the layout of the site, and the settings of its generator."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from feeds.config.generators import Given, Surrounding, picture, read_generator
from feeds.config.places import Location, PlacedYaml
from feeds.errors import Where
from feeds.layouts import LAYOUTS, Survey, section_of, survey

_PATTERN_MARKS = "*?["


class Surroundings(Struct, frozen=True):
    """The values of config.yaml, completed from the files around it."""

    values: Any
    places: Mapping[Location, Where]  # of values that are not from config.yaml
    survey: Survey | None = None  # None: the values are invalid

    @property
    def beside(self) -> Mapping[str, bytes]:
        """The files that were read."""
        return self.survey.beside if self.survey else {}


def look_around(base: Path, values: Any) -> Surroundings:
    """Return the *values* of the config.yaml in the folder *base*, completed from the files around it.

    Invalid values are left as they are; the checks that follow report them.

    Raises:
        ConfigError: Jekyll's file is not valid YAML.
    """
    posts = values.get("posts", {}) if isinstance(values, dict) else None
    if not isinstance(posts, dict):
        return Surroundings(values, {})
    directory = posts.get("directory") or ""
    wanted = posts.get("layout", "auto")
    if not isinstance(directory, str) or "\0" in directory or wanted not in ("auto", *LAYOUTS):
        return Surroundings(values, {})
    surveyed = survey(base, directory, wanted)
    directory, found, beside = surveyed.directory, surveyed.found, surveyed.beside
    name, layout = found.name, LAYOUTS[found.name]
    section = section_of(layout, found.folder, directory)
    completed: dict[str, Any] = dict(values)
    places: dict[Location, Where] = {}
    if name == "jekyll":
        _take(completed, places, *_read_jekyll(found.folder, directory, beside))
    given = read_generator(name, Surrounding(folder=found.folder, directory=directory, section=section, files=beside))
    if given.file:
        _take(completed, places, {"site": given.site, "posts": given.posts}, _places_of(given))
    if name == "pelican" and not any(os.path.basename(file) in layout.markers for file in beside):
        layout = LAYOUTS["plain"]  # the layout is a guess, and slugs made from titles may clash
    ours = {"directory": directory, "permalink": layout.permalink.replace(":section", section)}
    completed["posts"] = {**ours, **completed.get("posts", {}), "layout": name}
    return Surroundings(completed, places, surveyed)


def _places_of(given: Given) -> Mapping[Location, Where]:
    blocks = {"site": given.site, "posts": given.posts}
    return {(block, key): Where(given.file) for block, values in blocks.items() for key in values}


def _take(
    values: dict[str, Any],
    places: dict[Location, Where],
    given: Mapping[str, Mapping[str, Any]],
    given_places: Mapping[Location, Where],
) -> None:
    """Add the *given* values that *values* lack, and their places."""
    for block, settings in given.items():
        own = values.get(block, {})
        if isinstance(own, dict):
            values[block] = {**settings, **own}
            places.update({place: where for place, where in given_places.items() if place[0] == block})
            for key in own:
                places.pop((block, key), None)


def _read_jekyll(
    folder: str, directory: str, beside: Mapping[str, bytes]
) -> tuple[Mapping[str, Mapping[str, Any]], Mapping[Location, Where]]:
    """Return the settings in Jekyll's file, under our names, and their places."""
    names = [os.path.normpath(os.path.join(folder, marker)) for marker in LAYOUTS["jekyll"].markers]
    name = next((name for name in names if name in beside), "")
    reader = PlacedYaml(name)
    read = reader.read(beside[name].decode("utf-8-sig", "replace")) if name else {}
    said = read if isinstance(read, dict) else {}
    site = {
        "title": _words(said.get("title") or said.get("name")),
        "url": _url(said),
        "description": _words(said.get("description") or said.get("tagline")),
        "language": _words(said.get("lang") or said.get("language") or said.get("locale")),
        "timezone": _words(said.get("timezone")),
        "logo": picture(said.get("logo")),
        "icon": picture(said.get("favicon") or said.get("icon")),
        "authors": _authors(said.get("author")),
    }
    posts = {
        "permalink": _words(said.get("permalink")),
        "defaults": _defaults(said, folder, directory),
        "ignore": _excluded(said, folder, directory),
    }
    given: dict[str, dict[str, Any]] = {"site": site, "posts": posts}
    given = {block: {key: value for key, value in one.items() if value} for block, one in given.items()}
    places: dict[Location, Where] = {}
    if name:
        places = {(block, key): reader.place((_SAID_AS.get(key, key),)) for block, one in given.items() for key in one}
    return given, places


_SAID_AS = {"language": "lang", "authors": "author"}


def _words(value: object) -> str:
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _url(said: Mapping[str, Any]) -> str:
    """Return the address of the site, or "" if its file does not give it."""
    url = _words(said.get("url")).rstrip("/")
    folder = (_words(said.get("baseurl")) or _words(said.get("root"))).strip("/")  # Hexo says root
    return f"{url}/{folder}".rstrip("/") if url and not url.endswith(f"/{folder}") else url


def _authors(value: object) -> list[dict[str, str]]:
    if isinstance(value, dict):
        named = {key: _words(value.get(key)) for key in ("name", "email")} | {"uri": _words(value.get("url"))}
        return [{key: text for key, text in named.items() if text}] if named["name"] else []
    return [{"name": _words(value)}] if _words(value) else []


def _defaults(said: Mapping[str, Any], folder: str, directory: str) -> list[dict[str, Any]]:
    """Return Jekyll's front matter defaults for posts: narrower scopes take precedence, then later ones."""
    parts = os.path.relpath(directory, folder).split(os.sep)
    above = parts[: parts.index("_posts")] if "_posts" in parts else []
    found: list[tuple[int, dict[str, Any]]] = []
    if categories := [part for part in above if part not in (os.curdir, os.pardir, "source")]:
        found.append((-1, {"paths": "*", "values": {"categories": categories}}))
    rules = said.get("defaults")
    for rule in rules if isinstance(rules, list) else []:
        scope, values = (rule.get("scope") or {}, rule.get("values")) if isinstance(rule, dict) else ({}, None)
        if not isinstance(values, dict) or not isinstance(scope, dict) or scope.get("type", "posts") != "posts":
            continue
        path = _words(scope.get("path")).strip("/")
        if paths := _paths_below(path, "/".join(parts)):
            found.append((len(path), {"paths": paths, "values": values}))
    return [rule for _, rule in sorted(found, key=lambda pair: pair[0])]


def _excluded(said: Mapping[str, Any], folder: str, directory: str) -> list[str]:
    """Return the patterns of posts that Jekyll excludes; a pattern that excludes all posts is ignored."""
    names = said.get("exclude")
    below = os.path.relpath(directory, folder).replace(os.sep, "/")
    paths = (_paths_below(_words(name).strip("/"), below) for name in (names if isinstance(names, list) else []))
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
