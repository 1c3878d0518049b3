"""Values of settings that are written in JavaScript or TypeScript, as far as they are plain text. Nothing is run."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LINE_COMMENT = r"(?<![:\"'`])//[^\n]*"


def text_in(script: str, names: Sequence[str]) -> str:
    """Return the text that the first of *names* has in *script*, or "".

    >>> text_in("export default { site: 'https://boats.example', // base: '/old'\\n base: `/b` }", ["base"])
    '/b'
    """
    script = re.sub(_LINE_COMMENT, "", script)
    for name in names:
        written = rf"\b{name}[\"']?\s{{0,9}}[:=]\s{{0,9}}(?P<mark>[\"'`])(?P<text>(?:(?!(?P=mark))[^\n\\$])*)(?P=mark)"
        if found := re.search(written, script):
            return found["text"]
    return ""
