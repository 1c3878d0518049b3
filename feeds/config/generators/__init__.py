"""Read the settings of a site generator that feeds has under another name. No code of the site is run."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from feeds.config.generators.given import Given, SiteFiles

__all__ = ["Given", "SiteFiles", "read_generator"]

#: Each is a layout, and a module here with a function `read_<layout>`.
_READERS = (
    "jekyll", "hugo", "hexo", "zola", "eleventy", "pelican", "nikola", "ablog", "mkdocs", "astro", "docusaurus",
    "vitepress",
)  # fmt: skip


def read_generator(layout: str, around: SiteFiles) -> Given | None:
    """Return the settings in the files of the generator with this *layout*, or None if there are no such files.

    Settings that cannot be read are left out. The folders of Jekyll say something even without its file.

    Raises:
        ConfigError: Jekyll's file is not valid YAML.
    """
    given = _reader_of(layout)(around) if layout in _READERS else None
    return given if given and (given.file or layout == "jekyll") else None


def _reader_of(layout: str) -> Callable[[SiteFiles], Given]:
    """Return what reads the files of the generator with this *layout*; the modules of the others are not imported."""
    reader: Callable[[SiteFiles], Given] = getattr(import_module(f"{__name__}.{layout}"), f"read_{layout}")
    return reader
