"""Eleventy: data of the post directory, and the customary files of data about the site."""

from __future__ import annotations

import os
from typing import Any

from feeds.config.generators.given import Given, Surrounding, filled, site_of, words
from feeds.config.permalinks import template_pattern
from feeds.layouts import LAYOUTS, data_files


def read_eleventy(around: Surrounding) -> Given:
    """Return what Eleventy's files of data say."""
    name = around.first(LAYOUTS["eleventy"].files)
    said = around.values(name)
    site = site_of(
        title=said.get("title") or said.get("name"),
        url=said.get("url"),
        description=said.get("description"),
        language=said.get("language") or said.get("lang"),
        author=said.get("author"),
    )
    values: dict[str, Any] = {}
    for file in map(os.path.normpath, data_files(around.directory)):
        if file in around.files:
            values, name = values | around.values(file), name or file
    permalink = template_pattern(words(values.pop("permalink", "")), around.section)
    kept = {key: value for key, value in values.items() if key not in ("layout", "eleventyComputed", "pagination")}
    posts = filled(permalink=permalink, defaults=[{"paths": "*", "values": kept}] if kept else [])
    return Given(file=name, site=site, posts=posts)
