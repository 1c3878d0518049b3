"""Feeds that a site publishes already, which people may subscribe to: their addresses, from the files of the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from feeds.config.generators import SiteFiles
from feeds.config.generators.given import words
from feeds.files import text_of
from feeds.layouts import LAYOUTS, SiteSurvey
from feeds.regex import regex
from feeds.setup.copied import site_files_of

_NAMES = ("feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json", "feed/index.xml")
_FOLDERS = ("", "static", "public", "source", "src", "docs")
_LARGEST = 200_000
#: Where a plugin of Eleventy writes a feed, and not the index of a search.
_OUTPUT = regex(r"outputPath\s?:\s?[\"']([^\"'\s]+\.(?:xml|json|rss|atom))[\"']")


def find_feeds(base: Path, generator: str, found: SiteSurvey) -> tuple[str, ...]:
    """Return the paths of feeds, relative to the address of the site, that its *generator* makes or its files hold."""
    site = base / found.found.folder
    reader = _READERS.get(generator)
    made = reader(site, site_files_of(found)) if reader else ""
    held = [name for folder in _FOLDERS for name in _NAMES if (site / folder / name).is_file()]
    return tuple(dict.fromkeys([made.lstrip("/"), *held] if made else held))


def _values(layout: str, around: SiteFiles) -> Mapping[str, Any]:
    return around.values(around.first(LAYOUTS[layout].markers))


def _jekyll(site: Path, around: SiteFiles) -> str:
    said = _values("jekyll", around)
    if "jekyll-feed" not in f"{said.get('plugins')} {said.get('gems')} {text_of(site / 'Gemfile', _LARGEST)}":
        return ""
    own = said.get("feed")
    path = own.get("path") if isinstance(own, dict) else None
    return path if isinstance(path, str) else "feed.xml"


def _hugo(site: Path, around: SiteFiles) -> str:
    said = {str(name).lower(): value for name, value in _values("hugo", around).items()}
    outputs = said.get("outputs")
    home = outputs.get("home") if isinstance(outputs, dict) else None
    kinds = [str(one).lower() for one in home] if isinstance(home, list) else ["rss"]
    disabled = f"{said.get('disablekinds')} {said.get('disablerss')}".lower()
    return "index.xml" if "rss" in kinds and "rss" not in disabled and "true" not in disabled else ""


def _zola(site: Path, around: SiteFiles) -> str:
    said = _values("zola", around)
    if not (said.get("generate_feeds") or said.get("generate_feed")):
        return ""
    names = said.get("feed_filenames") or [said.get("feed_filename") or "atom.xml"]
    return str(names[0]) if isinstance(names, list) and names else "atom.xml"


def _eleventy(site: Path, around: SiteFiles) -> str:
    text = "".join(text_of(site / marker, _LARGEST) for marker in LAYOUTS["eleventy"].markers)
    named = _OUTPUT.search(text)
    return named[1] if named and "rss" in text.lower() else ""


def _pelican(site: Path, around: SiteFiles) -> str:
    text = text_of(site / "pelicanconf.py", _LARGEST) + "\n" + text_of(site / "publishconf.py", _LARGEST)
    named = re.findall(r"^FEED_ALL_(?:ATOM|RSS)\s?=\s?[\"']([^\"'\s]+)[\"']", text, re.MULTILINE)
    return named[-1] if named else "" if "FEED_ALL_ATOM" in text else "feeds/all.atom.xml"


def _nikola(site: Path, around: SiteFiles) -> str:
    disabled = re.search(r"^GENERATE_RSS\s?=\s?False", text_of(site / "conf.py", _LARGEST), re.MULTILINE)
    return "" if disabled else "rss.xml"


def _ablog(site: Path, around: SiteFiles) -> str:
    said = around.assignments(around.name_of("conf.py"))
    return f"{words(said.get('blog_path')) or 'blog'}/atom.xml" if said.get("blog_baseurl") else ""


def _astro(site: Path, around: SiteFiles) -> str:
    return "rss.xml" if "@astrojs/rss" in text_of(site / "package.json", _LARGEST) else ""


_READERS: Mapping[str, Callable[[Path, SiteFiles], str]] = {
    "jekyll": _jekyll,
    "hugo": _hugo,
    "zola": _zola,
    "eleventy": _eleventy,
    "pelican": _pelican,
    "nikola": _nikola,
    "ablog": _ablog,
    "astro": _astro,
}
