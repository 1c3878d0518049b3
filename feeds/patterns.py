"""Patterns of config.yaml: `*` for anything, and hosts with or without their subdomains."""

from __future__ import annotations

import re
from collections.abc import Callable


def wildcard(written: str) -> re.Pattern[str]:
    """Return the pattern of *written*: in any case, with `*` for anything; everything else is literal.

    >>> bool(wildcard("[Ad] *").fullmatch("[ad] rope"))
    True
    """
    return re.compile(re.escape(written).replace(r"\*", ".*"), re.IGNORECASE | re.DOTALL)


def host_test(written: str) -> Callable[[str], bool]:
    """Return a test of hosts (without "www.") for *written*, a host, or with `*.` a host and its subdomains.

    >>> [host_test("*.ros.org")(name) for name in ("ros.org", "wiki.ros.org", "kairos.org")]
    [True, True, False]
    """
    name = written.casefold().removeprefix("www.")
    if name.startswith("*."):
        return lambda other: other == name[2:] or other.endswith(name[1:])
    return lambda other: other == name
