"""Recognise a document that this program wrote, by its content: nothing else is ever replaced."""

from __future__ import annotations

import re

from feeds.regex import regex
from feeds.render.assets import ASSETS
from feeds.render.formats import FORMATS
from feeds.render.full_text import SEARCH_SCRIPT, is_of_index
from feeds.render.opml import SUBSCRIPTIONS, TOPICS
from feeds.render.withdrawn import ABOUT, WITHDRAWN

#: Marks that only our own documents have: the generator of pages, RSS and Atom, the member of JSON.
_SIGNS = (b'content="feed-republisher', b">feed-republisher</generator>", b'"_republisher"')
_FILES = "|".join(re.escape(format.file) for format in FORMATS)
_LISTED = regex(rf'xmlUrl="[^"]*?/(?:sections|topics/[^/"]++)/(?:{_FILES})"'.encode())
_FOLDERS = "/|/sections/|/topics/:slug/|/feeds/:slug/"
_FEEDS = rf"(?:{_FOLDERS})(?:archive/:volume/)?(?:{_FILES})"
_LISTS = rf"/(?:{re.escape(SUBSCRIPTIONS)}|{re.escape(TOPICS)})"
_ARCHIVES = "(?:/|/topics/:slug/)archive/(?::volume/|:year/:month/)?"
_HEADERS = regex(rf"(?:/[^\s:]*+)?(?:{_FEEDS}|{_LISTS}|{_FOLDERS}|{_ARCHIVES}|/search/|/issues/(?::key/)?)")


def is_ours(path: str, content: bytes, root: str) -> bool:
    """Return whether the document at *path*, with this *content*, is one that a build wrote.

    *root* is the public address of the output directory, which the subscription list names.
    An empty file is nobody's: nothing is lost if it is replaced.

    >>> is_ours("index.html", b"<h1>My home page</h1>", "https://harbour.example/")
    False
    """
    name = path.rpartition("/")[2]
    if not content.strip() or any(sign in content for sign in _SIGNS):
        return True
    if name == WITHDRAWN:
        return content.startswith(ABOUT.encode())
    if is_of_index(path):
        return True
    if path in (*ASSETS, SEARCH_SCRIPT):
        return content.startswith(b"/* feed-republisher: ")
    if name in (SUBSCRIPTIONS, TOPICS):
        return f'xmlUrl="{root}'.encode() in content or _LISTED.search(content) is not None
    return name == "_headers" and _has_our_rules_only(content.decode("utf-8", "replace"))


def _has_our_rules_only(text: str) -> bool:
    paths = [line.strip() for line in text.splitlines() if line.strip() and not line[0].isspace()]
    return any(":volume" in path for path in paths) and all(_HEADERS.fullmatch(path) for path in paths)
