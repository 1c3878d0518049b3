"""What a body may name that is not in it, and how names are looked up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

_JOINTS = re.compile(r"[\s_-]")


def _nowhere(path: str) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The site and the front matter, as templates see them."""

    site_url: str = ""
    page: Mapping[str, Any] = field(default_factory=dict)  # front matter; names as `folded` makes them
    address_of: Callable[[str], str] = _nowhere  # of the post at a path, as a template writes it; "" if unknown

    @property
    def site(self) -> Mapping[str, str]:
        """What is known of `site`: its address in two parts, as Jekyll has it."""
        parts = urlsplit(self.site_url)
        origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
        return {"url": origin, "baseurl": parts.path.rstrip("/")}


def folded(name: str) -> str:
    """Return *name* as it is looked up: `publishDate`, `publish_date` and `Publish-Date` are one.

    >>> folded("Publish-Date")
    'publishdate'
    """
    return name.lower() if name.isalpha() else _JOINTS.sub("", name.lower())
