"""Settings of static hosts: `_headers` (Netlify, Cloudflare Pages) and `.nojekyll` (GitHub Pages)."""

from __future__ import annotations

from feeds.model import Document
from feeds.render.formats import FORMATS
from feeds.render.opml import SUBSCRIPTIONS

_FOLDERS = ("/", "/sections/", "/topics/:slug/", "/feeds/:slug/")
_POLLED = "Cache-Control: public, max-age=900"
_KEPT = "Cache-Control: public, max-age=2592000, immutable"  # a month, because withdrawals change archives
_BROWSERS = "Access-Control-Allow-Origin: *"  # for readers that run in a browser
_COMMON = (
    "X-Robots-Tag: noindex",  # search engines should find the issues, not the feeds
    "X-Content-Type-Options: nosniff",
)


def render_headers() -> tuple[Document, ...]:
    """Return the files for hosts: about two dozen rules, for any number of topics and archives.

    By default hosts send `.xml` as application/xml, which every reader accepts; `feed.json`
    is not recognised without its type.
    """
    rules = [_rule(folder + format.file, format.media_type, _POLLED) for format in FORMATS for folder in _FOLDERS]
    rules += [
        _rule(f"{folder}archive/:volume/{format.file}", format.media_type, _KEPT)
        for format in FORMATS
        for folder in _FOLDERS
    ]
    rules.append(_rule(f"/{SUBSCRIPTIONS}", "text/x-opml", _POLLED))
    return (
        Document(path="_headers", content="\n".join(rules).encode()),
        Document(path=".nojekyll", content=b""),
    )


def _rule(path: str, media_type: str, caching: str) -> str:
    lines = [f"Content-Type: {media_type}; charset=utf-8", _BROWSERS, caching, *_COMMON]
    return "\n".join([path, *(f"  {line}" for line in lines)]) + "\n"
