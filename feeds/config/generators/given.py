"""The settings in a generator's files, under our names."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

import yaml
from msgspec import Struct, field

from feeds.config.generators.python_settings import literal_assignments
from feeds.config.places import Location
from feeds.config.values import check_language, check_picture, check_timezone
from feeds.errors import Where
from feeds.regex import regex
from feeds.text.patterns import check_expression
from feeds.text.toml import load_toml
from feeds.text.yaml import load_texts

_LONGEST = 100_000  # characters of expressions, together
_HEAD = regex(r"(?P<fence>---|\+\+\+)[ \t]*+\n(?P<head>.*?\n)??(?P=fence)[ \t]*+(?:\n|\Z)", re.DOTALL)
_PICTURE = regex(r"\.(?:png|jpe?g|gif|svg|webp|avif|ico)(?:\?|\Z)", re.IGNORECASE)


class SiteFiles(Struct, frozen=True, kw_only=True):
    """The files around the posts of a site."""

    folder: str  # of the site, relative to config.yaml
    directory: str  # of the posts, relative to config.yaml
    section: str  # the part of addresses for that directory
    files: Mapping[str, bytes]  # by their names relative to config.yaml

    @property
    def inside(self) -> str:
        """The directory of the posts, relative to the folder of the site."""
        return os.path.relpath(self.directory, self.folder)

    def name_of(self, file: str) -> str:
        """Return the name of a *file* of the site, relative to config.yaml."""
        return os.path.normpath(os.path.join(self.folder, file))

    def first(self, names: Iterable[str]) -> str:
        """Return which of the files *names* of the site is the first that was read, or ""."""
        return next((name for name in map(self.name_of, names) if name in self.files), "")

    def values(self, name: str) -> dict[str, Any]:
        """Return what a file in TOML, YAML or JSON says, or {} if it cannot be read; the generator reports that."""
        return _parsed(self.text(name), name.rpartition(".")[2])

    def head(self, name: str) -> dict[str, Any]:
        """Return the front matter of a page, or {} if it cannot be read."""
        found = _HEAD.match(self.text(name))
        return _parsed(found["head"] or "", "toml" if found["fence"] == "+++" else "yaml") if found else {}

    def assignments(self, name: str) -> dict[str, Any]:
        """Return the literals that names at the top of a file in Python have; {} if there is none."""
        return literal_assignments(self.files.get(name, b""))

    def text(self, name: str) -> str:
        """Return the text of a file, or "" if there is none."""
        return self.files.get(name, b"").decode("utf-8-sig", "replace")


def _parsed(text: str, form: str) -> dict[str, Any]:
    try:
        if form == "toml":
            return load_toml(text)
        found = json.loads(text) if form == "json" else load_texts(text)
    except (ValueError, RecursionError, yaml.YAMLError):
        return {}
    return found if isinstance(found, dict) else {}


class Given(Struct, frozen=True, kw_only=True):
    """Settings by block, and the file that they are from."""

    file: str = ""
    site: Mapping[str, Any] = field(default_factory=dict)
    posts: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[Location, Where] = field(default_factory=dict)  # of settings in the file, where they are known
    computed: str = ""  # the file that makes addresses in a way that cannot be known without running it


def site_of(**values: object) -> dict[str, Any]:
    """Return the settings of `site` in *values*, without those that are not usable."""
    url, author = words(values.get("url")), values.get("author")
    found: dict[str, Any] = {
        "title": words(values.get("title")),
        "url": url if re.match(r"https?://[^\s/]\S*+\Z", url) else "",
        "description": words(values.get("description")),
        "language": _checked(check_language, words(values.get("language"))),
        "timezone": _checked(check_timezone, words(values.get("timezone"))),
        "logo": picture(values.get("logo")),
        "icon": picture(values.get("icon")),
        "authors": authors(author),
    }
    return {name: value for name, value in found.items() if value}


def _checked(check: Any, value: str) -> str:
    try:
        return str(check(value)) if value else ""
    except ValueError:
        return ""


def picture(value: object) -> str:
    """Return *value* if it is the address or the path of a picture: some themes want the name of a sign there."""
    return _checked(check_picture, words(value)) if _PICTURE.search(words(value)) else ""


def words(value: object) -> str:
    """Return *value* if it is text or a number, else ""."""
    return str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def is_on(value: object) -> bool:
    """Return whether *value* is true; YAML is read as text."""
    return str(value).lower() == "true"


def authors(value: object) -> list[dict[str, str]]:
    """Return the authors that *value* names: text, a block, or a list of them."""
    if isinstance(value, list):
        return [author for one in value[:20] if not isinstance(one, list) for author in authors(one)]
    if isinstance(value, dict):
        email, name = words(value.get("email")), words(value.get("name"))
        return [{"name": name, **({"email": email} if email else {})}] if name else []
    return [{"name": words(value)}] if words(value) else []


def texts(value: object) -> list[str]:
    """Return the texts in *value*, a text or a list."""
    items = value if isinstance(value, list) else [value]
    return [words(item) for item in items if words(item)]


def expressions(values: Iterable[str]) -> list[str]:
    """Return those of *values* that are regular expressions here, too, unless they take seconds to compile."""
    written = list(values)
    return [value for value in written if _is_expression(value)] if sum(map(len, written)) <= _LONGEST else []


def _is_expression(value: str) -> bool:
    try:
        check_expression(value)
    except (FutureWarning, re.error, RecursionError, OverflowError):
        return False
    return True


def filled(**values: Any) -> dict[str, Any]:
    """Return *values* without those that are empty."""
    return {name: value for name, value in values.items() if value}


def plain(value: Any) -> Any:
    """Return *value* with dates as text, because settings are noted as JSON."""
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, (datetime, date, time)) else value
