"""Astro: astro.config.*, the customary scripts with names, and the templates of posts, all read as text."""

from __future__ import annotations

import os
import re

from feeds.config.generators.given import Given, SiteFiles, filled, site_of
from feeds.config.generators.scripts import text_in
from feeds.layouts import LAYOUTS, ROUTES


def read_astro(around: SiteFiles) -> Given:
    """Return what Astro's files say."""
    name = around.first(LAYOUTS["astro"].markers)
    script = around.text(name)
    names = "\n".join(around.text(around.name_of(file)) for file in LAYOUTS["astro"].files)
    url = text_in(script, ["site"]) or text_in(names, ["website", "SITE_URL", "site", "url"])
    base = text_in(script, ["base"]).strip("/")
    site = site_of(
        title=text_in(names, ["SITE_TITLE", "title", "siteTitle"]),
        url=f"{url.rstrip('/')}/{base}" if base and url else url,
        description=text_in(names, ["SITE_DESCRIPTION", "description", "desc"]),
        language=text_in(names, ["lang", "locale"]) or text_in(script, ["defaultLocale"]),
        author=text_in(names, ["SITE_AUTHOR", "author"]),
    )
    is_bare = text_in(script, ["trailingSlash"]) == "never" or text_in(script, ["format"]) == "file"
    is_page = "src/pages" in around.directory.replace(os.sep, "/")
    pattern = f"/{around.section}/:folder/:name" if is_page else f"/{_route(around)}/:folder/:slug"
    posts = filled(permalink=pattern + ("" if is_bare else "/"), slugs="written" if is_page else "")
    return Given(file=name, site=site, posts=posts)


def _route(around: SiteFiles) -> str:
    """Return the folder of the site that posts are in: that of the template which shows one of their collection."""
    collection, *below = around.section.split("/")
    named = re.compile(rf"[\"'`]{re.escape(collection)}[\"'`]")
    templates = [file for file in _templates(around) if collection and named.search(around.text(file))]
    templates.sort(key=lambda file: "<Content" not in around.text(file))  # others are lists of posts
    if not templates:
        return around.section
    path = os.path.relpath(templates[0], around.folder).replace(os.sep, "/")
    return "/".join([path.removeprefix(ROUTES).partition("[")[0].strip("/"), *below]).strip("/")


def _templates(around: SiteFiles) -> list[str]:
    folder = os.path.normpath(os.path.join(around.folder, ROUTES)) + os.sep
    return [file for file in around.files if file.startswith(folder)]
