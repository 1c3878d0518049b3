"""What reads front matter that has no fences around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from feeds.issues.ablog import read_ablog
from feeds.issues.definitions import read_definitions
from feeds.issues.headers import Headers, read_fields, read_headers, read_html_head, read_nikola
from feeds.model import Markup

#: Where front matter is: in a post, by its markup, or in a file beside it.
Form = Markup | Literal["sidecar"]

#: The kinds of front matter that there may be, the first that fits, and what reads each.
READERS: Mapping[Form, Sequence[tuple[str, Callable[[str], Headers | None]]]] = {
    "markdown": (("headers", read_headers), ("nikola", read_nikola), ("definitions", read_definitions)),
    "rst": (("nikola", read_nikola), ("ablog", read_ablog), ("fields", read_fields)),
    "html": (("nikola", read_nikola), ("html", read_html_head)),
    "sidecar": (("nikola", read_nikola), ("headers", read_headers)),
}
