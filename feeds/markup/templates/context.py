"""The values that templates in a body may use, and how names are looked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct, field

from feeds.regex import regex

_JOINTS = regex(r"[\s_-]")


def _nowhere(path: str) -> str:
    return ""


class Context(Struct, frozen=True, kw_only=True):
    """The site and the front matter for templates."""

    site_url: str = ""
    has_language: bool = True  # whether the site generator fills `{{ x }}` in posts; else it may be what an author says
    page: Mapping[str, Any] = field(default_factory=dict)  # front matter; names are as `folded` returns them
    address_of: Callable[[str], str] = _nowhere  # the address of the post at a path in a template, or ""

    @property
    def site(self) -> Mapping[str, str]:
        """The known values of `site`: its address in two parts, as in Jekyll."""
        parts = urlsplit(self.site_url)
        origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
        return {"url": origin, "baseurl": parts.path.rstrip("/")}


def folded(name: str) -> str:
    """Return the form of *name* for look-ups: `publishDate`, `publish_date` and `Publish-Date` are the same.

    >>> folded("Publish-Date")
    'publishdate'
    """
    return name.lower() if name.isalpha() else _JOINTS.sub("", name.lower())
