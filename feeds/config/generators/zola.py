"""Zola: config.toml."""

from __future__ import annotations

from feeds.config.generators.given import Given, SiteFiles, filled, is_on, site_of, words


def read_zola(around: SiteFiles) -> Given:
    """Return what Zola's file says."""
    name = around.first(["config.toml"])
    said = around.values(name)
    site = site_of(
        title=said.get("title"),
        url=said.get("base_url"),
        description=said.get("description"),
        language=said.get("default_language"),
        author=said.get("author"),
    )
    slugify = said.get("slugify")
    slugging = slugify if isinstance(slugify, dict) else {}
    is_dated = is_on(slugging.get("paths_keep_dates"))
    kinds = said.get("taxonomies")
    names = [words(one.get("name")) for one in (kinds if isinstance(kinds, list) else ()) if isinstance(one, dict)]
    posts = filled(
        taxonomies=[one for one in names if one not in ("", "tags", "categories")],
        slugs={"safe": "safe", "off": "written"}.get(words(slugging.get("paths")), ""),
        permalink=f"/{around.section}/:folder/:name_slug/" if is_dated else "",
    )
    return Given(file=name, site=site, posts=posts)
