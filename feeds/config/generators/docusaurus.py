"""Docusaurus: docusaurus.config.*, read as text."""

from __future__ import annotations

import os
import re

from feeds.config.generators.given import Given, SiteFiles, filled, site_of
from feeds.config.generators.scripts import text_in
from feeds.layouts import LAYOUTS


def read_docusaurus(around: SiteFiles) -> Given:
    """Return what the file of Docusaurus says."""
    name = around.first(LAYOUTS["docusaurus"].markers)
    script = around.text(name)
    url, base = text_in(script, ["url"]), text_in(script, ["baseUrl"]).strip("/")
    site = site_of(
        title=text_in(script, ["title"]),
        url=f"{url.rstrip('/')}/{base}" if base and url else url,
        description=text_in(script, ["tagline"]),
        language=text_in(script, ["defaultLocale"]),
    )
    ending = "/" if re.search(r"\btrailingSlash\s{0,9}:\s{0,9}true\b", script) else ""
    return Given(file=name, site=site, posts=filled(permalink=f"/{_route(around, script)}/:dated_path{ending}"))


def _route(around: SiteFiles, script: str) -> str:
    """Return the folder of the site that the posts are in: `routeBasePath` of the blog with this `path`."""
    folder = os.path.basename(os.path.normpath(around.directory))
    for block in re.split(r"(?<=[}\]])", script):
        path, route = text_in(block, ["path"]).removeprefix("./").strip("/"), text_in(block, ["routeBasePath"])
        if route and (path or "blog") == folder:
            return route.strip("/")
    return around.section
