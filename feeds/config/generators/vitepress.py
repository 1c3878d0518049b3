"""VitePress: .vitepress/config.*, read as text."""

from __future__ import annotations

import re

from feeds.config.generators.given import Given, SiteFiles, filled, site_of
from feeds.config.generators.scripts import text_in
from feeds.layouts import LAYOUTS


def read_vitepress(around: SiteFiles) -> Given:
    """Return what the file of VitePress says."""
    name = around.first(LAYOUTS["vitepress"].markers)
    script = around.text(name)
    url, base = text_in(script, ["hostname"]).rstrip("/"), text_in(script, ["base"]).strip("/")
    site = site_of(
        title=text_in(script, ["title"]),
        url=f"{url}/{base}" if url and base and not url.endswith(f"/{base}") else url,
        description=text_in(script, ["description"]),
        language=text_in(script, ["lang"]),
    )
    source = text_in(script, ["srcDir"]).removeprefix("./").strip("/")
    section = f"{around.section}/".removeprefix(f"{source}/").strip("/") if source else around.section
    is_clean = re.search(r"\bcleanUrls\s{0,9}:\s{0,9}true\b", script)
    path = ":clean_path" if is_clean else ":post_path.html"
    return Given(file=name, site=site, posts=filled(permalink=f"/{section}/{path}"))
