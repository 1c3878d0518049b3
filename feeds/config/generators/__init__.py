"""Read the settings of a site generator that feeds has under another name. No code of the site is run."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from feeds.config.generators.ablog import read_ablog
from feeds.config.generators.astro import read_astro
from feeds.config.generators.docusaurus import read_docusaurus
from feeds.config.generators.eleventy import read_eleventy
from feeds.config.generators.given import Given, SiteFiles
from feeds.config.generators.hexo import read_hexo
from feeds.config.generators.hugo import read_hugo
from feeds.config.generators.jekyll import read_jekyll
from feeds.config.generators.mkdocs import read_mkdocs
from feeds.config.generators.nikola import read_nikola
from feeds.config.generators.pelican import read_pelican
from feeds.config.generators.vitepress import read_vitepress
from feeds.config.generators.zola import read_zola

__all__ = ["Given", "SiteFiles", "read_generator"]

_READERS: Mapping[str, Callable[[SiteFiles], Given]] = {
    "jekyll": read_jekyll,
    "hugo": read_hugo,
    "hexo": read_hexo,
    "zola": read_zola,
    "eleventy": read_eleventy,
    "pelican": read_pelican,
    "nikola": read_nikola,
    "ablog": read_ablog,
    "mkdocs": read_mkdocs,
    "astro": read_astro,
    "docusaurus": read_docusaurus,
    "vitepress": read_vitepress,
}


def read_generator(layout: str, around: SiteFiles) -> Given | None:
    """Return the settings in the files of the generator with this *layout*, or None if there are no such files.

    Settings that cannot be read are left out. The folders of Jekyll say something even without its file.

    Raises:
        ConfigError: Jekyll's file is not valid YAML.
    """
    given = _READERS[layout](around) if layout in _READERS else None
    return given if given and (given.file or layout == "jekyll") else None
