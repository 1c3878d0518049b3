"""ABlog: the conf.py of Sphinx, as far as it can be read without running it."""

from __future__ import annotations

from feeds.config.generators.given import Given, SiteFiles, filled, site_of, words
from feeds.layouts import LAYOUTS

_HELD = ["/_", r"\.(?:html?|txt)\Z"]  # folders of templates, and files that Sphinx does not read


def read_ablog(around: SiteFiles) -> Given:
    """Return what the file of Sphinx says, and that of Read the Docs about the form of addresses."""
    layout = LAYOUTS["ablog"]
    name = around.first(layout.markers)
    said = around.assignments(name)
    site = site_of(
        title=said.get("blog_title") or said.get("project"),
        url=said.get("blog_baseurl") or said.get("html_baseurl"),
        language=said.get("language"),
        timezone=said.get("blog_timezone"),
    )
    builds = around.values(around.first(layout.files)).get("sphinx")
    has_folders = isinstance(builds, dict) and words(builds.get("builder")) == "dirhtml"
    ending = "/" if has_folders else words(said.get("html_file_suffix")) or ".html"
    return Given(file=name, site=site, posts=filled(permalink=f"/{around.section}/:folder/:name{ending}", held=_HELD))
