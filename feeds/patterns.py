"""Patterns as config.yaml has them: `*` for anything, hosts with or without what is below them."""

from __future__ import annotations

import re
from collections.abc import Callable


def wildcard(written: str) -> re.Pattern[str]:
    """Return the pattern of *written*: any case, `*` for anything, all else as it stands.

    >>> bool(wildcard("[Ad] *").fullmatch("[ad] rope"))
    True
    """
    return re.compile(re.escape(written).replace(r"\*", ".*"), re.IGNORECASE | re.DOTALL)


def host_test(written: str) -> Callable[[str], bool]:
    """Return whether a host (without "www.") is *written*, or below it where that begins with `*.`.

    >>> [host_test("*.ros.org")(name) for name in ("ros.org", "wiki.ros.org", "kairos.org")]
    [True, True, False]
    """
    name = written.casefold().removeprefix("www.")
    if name.startswith("*."):
        return lambda other: other == name[2:] or other.endswith(name[1:])
    return lambda other: other == name
