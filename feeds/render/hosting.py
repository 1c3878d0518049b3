"""What static hosts need to serve feeds well: `_headers` (Netlify, Cloudflare Pages), `.nojekyll` (GitHub Pages)."""

from __future__ import annotations

from feeds.model import Document
from feeds.render.formats import FORMATS

_FOLDERS = ("/", "/sections/", "/topics/:slug/", "/feeds/:slug/")
_COMMON = (
    "Access-Control-Allow-Origin: *",  # readers that run in a browser
    "Cache-Control: public, max-age=900",
    "X-Robots-Tag: noindex",  # search engines should find the issues, not the feeds
    "X-Content-Type-Options: nosniff",
)


def render_headers() -> tuple[Document, ...]:
    """Return the files for hosts: a dozen rules, however many topics there are.

    The sites' own defaults send `.xml` as application/xml, which every reader takes;
    `feed.json` is the one that is lost without its type.
    """
    rules = [_rule(folder + format.file, format.media_type) for format in FORMATS for folder in _FOLDERS]
    rules.append(_rule("/feeds.opml", "text/x-opml"))
    return (
        Document(path="_headers", content="\n".join(rules).encode()),
        Document(path=".nojekyll", content=b""),
    )


def _rule(path: str, media_type: str) -> str:
    lines = [f"Content-Type: {media_type}; charset=utf-8", *_COMMON]
    return "\n".join([path, *(f"  {line}" for line in lines)]) + "\n"
