"""The page for an address that has none: it looks like the others, and leads to the nearest one that there is."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import quote

from feeds.render.assets import STYLE

_INDEX = "index.html"
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>{title}</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/{style}">
</head>
<body>
<header class="masthead">
  <p class="eyebrow">feeds serve</p>
  <h1>{title}</h1>
  <p class="standfirst">{text}</p>
</header>
<main id="main">{links}</main>
</body>
</html>
"""


def missing_page(folder: Path, path: str) -> str:
    """Return the page for *path*, at which there is no file below *folder*; it is for the owner, and in English."""
    if not (folder / _INDEX).is_file():
        title, text = "Nothing is published yet", "This page appears once a build has written it: run feeds build."
        return _PAGE.format(title=title, text=text, links="", style=STYLE)
    links = "".join(f'<p><a href="{quote(address)}">{label}</a></p>' for address, label in _links(folder, path))
    address = escape("/" + path.removesuffix(_INDEX))
    text = f"The output directory has nothing at <code>{address}</code>."
    return _PAGE.format(title="There is no such page", text=text, links=links, style=STYLE)


def _links(folder: Path, path: str) -> list[tuple[str, str]]:
    """Return the addresses and names of the pages to go on from: the nearest one above, and the index."""
    above = [parent.as_posix() for parent in Path(path).parents][:-1]
    pages = [f"/{one}/" for one in above if (folder / one / _INDEX).is_file()]
    return [*((page, escape(page)) for page in pages[:1]), ("/", "All feeds")]
