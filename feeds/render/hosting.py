"""Settings of static hosts: `_headers` (Netlify, Cloudflare Pages) and `.nojekyll` (GitHub Pages)."""

from __future__ import annotations

from feeds.config import Config
from feeds.model import Document
from feeds.render.formats import FORMATS
from feeds.render.opml import SUBSCRIPTIONS, TOPICS

_FOLDERS = ("/", "/sections/", "/topics/:slug/", "/feeds/:slug/")
#: The folders of pages that list everything.
_ARCHIVES = tuple(
    f"{folder}archive/{span}" for folder in ("/", "/topics/:slug/") for span in ("", ":volume/", ":year/:month/")
)
_POLLED = "Cache-Control: public, max-age=900"
_KEPT = "Cache-Control: public, max-age=2592000, immutable"  # a month, because withdrawals change archives
_BROWSERS = "Access-Control-Allow-Origin: *"  # for readers that run in a browser
#: Pages of ours run one script, their own; entries may show pictures, films and sound from anywhere.
_OWN_SCRIPT = "script-src 'self';"
_SEARCHING = "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self';"
_STRICT = (
    f"Content-Security-Policy: default-src 'none'; {_OWN_SCRIPT} style-src 'self'; "
    "img-src * data:; media-src *; base-uri 'none'; form-action 'none'"
)
_COMMON = (
    "X-Robots-Tag: noindex",  # search engines should find the issues, not the feeds
    "X-Content-Type-Options: nosniff",
)


NO_JEKYLL = Document(path=".nojekyll", content=b"")


def render_headers(config: Config, folder: str = "") -> Document:
    """Return the rules for hosts: about three dozen, for any number of topics and archives.

    The output directory is served as *folder* of the site: "", or "/feeds" without a slash at its end. Subscribers
    look for a WebSub hub in the headers first, and in JSON only there. The page that searches everything loads an
    index, and runs WebAssembly to read it. `feed.json` is not recognised without its type.
    """
    root, hub = config.root, config.publish.hub
    folders = [folder + one for one in _FOLDERS]
    rules = [
        _rule(folder + one + format.file, format.sent_as, _POLLED, *_links(one + format.file, root, hub))
        for format in FORMATS
        for one in _FOLDERS
    ]
    rules += [
        _rule(f"{one}archive/:volume/{format.file}", format.sent_as, _KEPT) for format in FORMATS for one in folders
    ]
    rules += [_rule(f"{folder}/{path}", "text/x-opml", _POLLED) for path in (SUBSCRIPTIONS, TOPICS)]
    pages = (*folders, f"{folder}/issues/", f"{folder}/issues/:key/", *(folder + one for one in _ARCHIVES))
    rules += [f"{one}\n  {_STRICT}\n" for one in pages]
    if config.pages.search:
        rules.append(f"{folder}/search/\n  {_STRICT.replace(_OWN_SCRIPT, _SEARCHING)}\n")
    return Document(path="_headers", content="\n".join(rules).encode())


def _links(path: str, root: str, hub: str) -> list[str]:
    """Return the header that names the *hub* of the feed at *path*, and the feed if the rule is for no other."""
    if not hub:
        return []
    own = "" if ":" in path else f', <{root}{path.lstrip("/")}>; rel="self"'
    return [f'Link: <{hub}>; rel="hub"{own}']


def _rule(path: str, media_type: str, caching: str, *more: str) -> str:
    lines = [f"Content-Type: {media_type}; charset=utf-8", _BROWSERS, caching, *more, *_COMMON]
    return "\n".join([path, *(f"  {line}" for line in lines)]) + "\n"
