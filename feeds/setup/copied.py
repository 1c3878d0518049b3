"""The folder that a generator copies into the site as it is, where its files name another than the usual one."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from feeds.config.generators import SiteFiles
from feeds.config.generators.given import texts, words
from feeds.config.generators.scripts import text_in
from feeds.layouts import LAYOUTS, SiteSurvey
from feeds.regex import regex

_STATIC = regex(r"\bstaticDirectories\s?:\s{0,9}\[\s{0,9}[\"']([^\"'\n]{1,100})[\"']")


def site_files_of(found: SiteSurvey) -> SiteFiles:
    """Return the files around the posts that were *found*."""
    return SiteFiles(folder=found.found.folder, directory=found.directory, section="", files=found.beside)


def copied_folder(generator: str, around: SiteFiles) -> str:
    """Return the folder, relative to that of the site, from which *generator* copies files, or "" if none is named."""
    named = _READERS[generator](around) if generator in _READERS else ""
    path = os.path.normpath(named).replace(os.sep, "/") if named else ""
    return "" if path == "." or path.startswith(("..", "/")) else path


def _hugo(around: SiteFiles) -> str:
    files = [*LAYOUTS["hugo"].markers, *LAYOUTS["hugo"].overriding]
    said: dict[str, Any] = {}
    for file in map(around.name_of, files):
        said |= {str(name).lower(): value for name, value in around.values(file).items()}
    return next(iter(texts(said.get("staticdir"))), "")


def _mkdocs(around: SiteFiles) -> str:
    return words(around.values(around.first(LAYOUTS["mkdocs"].markers)).get("docs_dir"))


def _jekyll(around: SiteFiles) -> str:
    return words(around.values(around.first(LAYOUTS["jekyll"].markers)).get("source"))


def _hexo(around: SiteFiles) -> str:
    return words(around.values(around.first(LAYOUTS["hexo"].markers)).get("source_dir"))


def _pelican(around: SiteFiles) -> str:
    files = map(around.name_of, ("pelicanconf.py", "publishconf.py"))
    said = {key: value for file in files for key, value in around.assignments(file).items()}
    return words(said.get("OUTPUT_PATH"))


def _nikola(around: SiteFiles) -> str:
    said = around.assignments(around.name_of("conf.py")).get("FILES_FOLDERS")
    top = [words(folder) for folder, target in said.items() if target in ("", ".")] if isinstance(said, dict) else []
    return next(iter(top), "")


def _ablog(around: SiteFiles) -> str:
    said = around.assignments(around.name_of("conf.py"))
    return next(iter(texts(said.get("html_extra_path"))), "")


def _astro(around: SiteFiles) -> str:
    return text_in(around.text(around.first(LAYOUTS["astro"].markers)), ["publicDir"])


def _docusaurus(around: SiteFiles) -> str:
    named = _STATIC.search(around.text(around.first(LAYOUTS["docusaurus"].markers)))
    return named[1] if named else ""


def _vitepress(around: SiteFiles) -> str:
    source = text_in(around.text(around.first(LAYOUTS["vitepress"].markers)), ["srcDir"])
    return f"{source}/public" if source else ""


_READERS: Mapping[str, Callable[[SiteFiles], str]] = {
    "hugo": _hugo,
    "jekyll": _jekyll,
    "hexo": _hexo,
    "pelican": _pelican,
    "nikola": _nikola,
    "ablog": _ablog,
    "mkdocs": _mkdocs,
    "astro": _astro,
    "docusaurus": _docusaurus,
    "vitepress": _vitepress,
}
