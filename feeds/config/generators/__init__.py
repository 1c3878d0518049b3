"""Read the settings of a site generator that feeds has under another name. No code of the site is run."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from feeds.config.generators.ablog import read_ablog
from feeds.config.generators.astro import read_astro
from feeds.config.generators.docusaurus import read_docusaurus
from feeds.config.generators.eleventy import read_eleventy
from feeds.config.generators.given import Given, Surrounding
from feeds.config.generators.hexo import read_hexo
from feeds.config.generators.hugo import read_hugo
from feeds.config.generators.jekyll import read_jekyll
from feeds.config.generators.mkdocs import read_mkdocs
from feeds.config.generators.nikola import read_nikola
from feeds.config.generators.pelican import read_pelican
from feeds.config.generators.vitepress import read_vitepress
from feeds.config.generators.zola import read_zola

__all__ = ["Given", "Surrounding", "read_generator", "read_jekyll"]

_READERS: Mapping[str, Callable[[Surrounding], Given]] = {
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


def read_generator(layout: str, around: Surrounding) -> Given:
    """Return the settings in the files of the generator with this *layout*; those that cannot be read are left out."""
    return _READERS[layout](around) if layout in _READERS else Given()
