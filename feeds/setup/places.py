"""Where feeds go inside a site: to a folder that its generator copies as it is."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from feeds.files import text_of
from feeds.layouts import LAYOUTS, SiteSurvey
from feeds.regex import regex
from feeds.setup.copied import copied_folder, site_files_of

_LARGEST = 200_000  # bytes of a config
_COPIED = regex(
    r"addPassthroughCopy\(\s{0,9}\{\s{0,9}[\"'](?:\./)?(?P<folder>[\w/-]{1,60}?)/?[\"']\s{0,9}:\s{0,9}[\"']\.?/?[\"']"
)


class OutputPlace(Struct, frozen=True, kw_only=True):
    """The output directory inside a site."""

    generator: str = ""  # its name as people write it, or "" if there is none
    directory: str = "public"  # relative to the folder of the config
    folder: str = ""  # of the site, in which the feeds are then: "feeds/"
    reason: str = ""  # why they get into the site
    head: str = ""  # the file with the head of pages
    steps: tuple[str, ...] = ()  # what has to be changed by hand, once
    order: str = "feeds build, then the site"  # in which order the two programs run


_USUAL: Mapping[str, OutputPlace] = {
    "hugo": OutputPlace(
        generator="Hugo",
        directory="static/feeds",
        folder="feeds/",
        reason="Hugo copies what is in static/ into the site",
        head="layouts/partials/head.html, or the file for it that your theme names",
        order="feeds build, then hugo",
    ),
    "zola": OutputPlace(
        generator="Zola",
        directory="static/feeds",
        folder="feeds/",
        reason="Zola copies what is in static/ into the site",
        head="templates/base.html",
        order="feeds build, then zola build",
    ),
    "jekyll": OutputPlace(
        generator="Jekyll",
        directory="feeds",
        folder="feeds/",
        reason="Jekyll copies folders of files without front matter into the site",
        head="_includes/head.html, or _includes/head-custom.html of themes that have it",
        order="feeds build, then jekyll build",
    ),
    "hexo": OutputPlace(
        generator="Hexo",
        directory="source/feeds",
        folder="feeds/",
        reason="Hexo copies what is in source/ into the site",
        head="the layout of your theme",
        steps=('In _config.yml, keep Hexo from changing the pages: skip_render: "feeds/**"',),
        order="feeds build, then hexo generate",
    ),
    "eleventy": OutputPlace(
        generator="Eleventy",
        directory="feeds",
        folder="feeds/",
        reason="Eleventy copies it with the two lines that docs/deploy/eleventy.md gives",
        head="the layout of your pages, such as _includes/base.njk",
        steps=(
            "In the config of Eleventy, have it copy the feeds as they are:"
            ' eleventyConfig.addPassthroughCopy("feeds"); eleventyConfig.ignores.add("feeds/**");',
        ),
        order="feeds build, then npx @11ty/eleventy",
    ),
    "astro": OutputPlace(
        generator="Astro",
        directory="public/feeds",
        folder="feeds/",
        reason="Astro copies what is in public/ into the site",
        head="the component of your head, such as src/components/BaseHead.astro",
        order="feeds build, then astro build",
    ),
    "docusaurus": OutputPlace(
        generator="Docusaurus",
        directory="static/feeds",
        folder="feeds/",
        reason="Docusaurus copies what is in static/ into the site",
        head="headTags in the config of Docusaurus",
        order="feeds build, then docusaurus build",
    ),
    "vitepress": OutputPlace(
        generator="VitePress",
        directory="public/feeds",
        folder="feeds/",
        reason="VitePress copies what is in public/ into the site",
        head="head in .vitepress/config",
        order="feeds build, then vitepress build",
    ),
    "mkdocs": OutputPlace(
        generator="MkDocs",
        directory="docs/feeds",
        folder="feeds/",
        reason="MkDocs copies what is in docs/ into the site",
        head="overrides/main.html of your theme",
        order="feeds build, then mkdocs build",
    ),
    "nikola": OutputPlace(
        generator="Nikola",
        directory="files/feeds",
        folder="feeds/",
        reason="Nikola copies what is in files/ into the site",
        head="EXTRA_HEAD_DATA in conf.py",
        order="feeds build, then nikola build",
    ),
    "ablog": OutputPlace(
        generator="ABlog",
        directory="extra/feeds",
        folder="feeds/",
        reason="Sphinx copies what is in extra/ into the site",
        head="_templates/layout.html",
        steps=('In conf.py, have Sphinx copy the feeds as they are: html_extra_path = ["extra"]',),
        order="feeds build, then ablog build",
    ),
    "pelican": OutputPlace(
        generator="Pelican",
        directory="output/feeds",
        folder="feeds/",
        reason="Pelican keeps what it did not write, unless DELETE_OUTPUT_DIRECTORY is set",
        head="the base template of your theme",
        order="pelican content, then feeds build",
    ),
}


def generator_of(base: Path, found: SiteSurvey) -> str:
    """Return the key of the generator of the site in *base*: that of its layout, "astro" or "plain"."""
    if any((base / name).exists() for name in LAYOUTS["astro"].markers):
        return "astro"
    is_guess = found.found.name == "pelican" and not any(
        os.path.basename(name) in LAYOUTS["pelican"].markers for name in found.beside
    )
    return "plain" if is_guess else found.found.name


def find_place(base: Path, generator: str, found: SiteSurvey) -> OutputPlace:
    """Return where the feeds go in a site of this *generator*, whose posts were *found* in *base*."""
    folder = found.found.folder
    if generator == "eleventy" and (copied := _passed_through(base / folder)):
        place = _USUAL["eleventy"]
        reason = f"Eleventy copies what is in {copied}/ into the site"
        return _below(replace(place, directory=f"{copied}/feeds", reason=reason, steps=()), folder)
    if generator in _USUAL:
        own = copied_folder(generator, site_files_of(found))
        return _below(_copied_from(own, _USUAL[generator]), folder)
    is_taken = (base / "public/index.html").exists()
    return OutputPlace(directory="feeds" if is_taken else "public")


def _copied_from(copied: str, place: OutputPlace) -> OutputPlace:
    """Return *place* as it is where its generator copies the files in *copied*, unless that is ""."""
    usual = os.path.dirname(place.directory)
    reason = place.reason.replace(f" {usual}/ ", f" {copied}/ ") if usual else place.reason
    return replace(place, directory=f"{copied}/feeds", reason=reason, steps=()) if copied else place


def _below(place: OutputPlace, folder: str) -> OutputPlace:
    return replace(place, directory=os.path.normpath(os.path.join(folder, place.directory)).replace(os.sep, "/"))


def _passed_through(site: Path) -> str:
    """Return the folder that the config of Eleventy copies to the top of the site, or ""."""
    for marker in LAYOUTS["eleventy"].markers:
        if found := _COPIED.search(text_of(site / marker, _LARGEST)):
            return found["folder"]
    return ""


def astro_address(base: Path) -> str:
    """Return the address that the config of Astro names, or ""."""
    for name in LAYOUTS["astro"].markers:
        if found := re.search(r"\bsite\s?:\s?[\"'](https?://[^\"'\s]+)[\"']", text_of(base / name, _LARGEST)):
            return found[1]
    return ""
