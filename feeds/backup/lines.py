"""Read the lines of a copy of the memory, and find out whether they are as they were written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from feeds.backup.chain import BlockDigest
from feeds.backup.head import END, VERSION, end_of
from feeds.digests import digest_of
from feeds.errors import FeedsError, Where

_FIRST_VERSION = 1  # a single JSON document
_KINDS = ("site", "feed", "issue")


def values_of(content: bytes, where: str) -> dict[str, Any]:
    """Return the values in the copy in *content*, the file at *where*, where later lines replace earlier ones.

    These are `authority`, `names`, `tag_topics` and `endings` of the site, `feeds` by path, and `issues` by key.

    Raises:
        FeedsError: it is damaged, or of a newer release.
        ValueError: it is not a copy of the memory.
    """
    first, _, rest = content.partition(b"\n")
    is_document = first.endswith(b",")
    head = json.loads(first.removesuffix(b",") + b"}" if is_document else first)
    if head["version"] != (_FIRST_VERSION if is_document else VERSION):
        raise FeedsError("was written by a newer release", Where(where), "update feed-republisher")
    if is_document:
        if head["digest"] != digest_of(rest):
            raise _damaged(where)
        document: dict[str, Any] = json.loads(content)
        return document
    return _together(_whole_lines(content, where))


def _whole_lines(content: bytes, where: str) -> Iterator[dict[str, Any]]:
    """Yield the lines up to the last digest; those of a build that was killed follow it.

    Raises:
        FeedsError: a digest is not that of what is before it.
    """
    end, block, digest = "", list[bytes](), BlockDigest("")
    for line in content.split(b"\n")[:-1]:  # a line without a line break is not whole
        if not line.startswith(END):
            block.append(line)
            digest.add(line)
            continue
        if digest.end() != end_of(line + b"\n"):
            raise _damaged(where)
        yield from map(json.loads, block if end else block[1:])
        end = digest.end()
        block, digest = [], BlockDigest(end)
    if not end or not _are_records(block):
        raise _damaged(where)


def _are_records(lines: Sequence[bytes]) -> bool:
    """Return whether *lines* are such as a build adds before it adds their digest; else one was a digest."""
    try:
        return all(next(iter(json.loads(line))) in _KINDS for line in lines)
    except (ValueError, TypeError, StopIteration):
        return False


def _together(records: Iterator[dict[str, Any]]) -> dict[str, Any]:
    site: dict[str, Any] = {}
    named: dict[str, dict[str, Any]] = {"feed": {}, "issue": {}}
    for record in records:
        kind = next(iter(record), "")  # an empty record is of no kind: a KeyError
        name = record.pop(kind)
        if kind == "site":
            site = {"authority": name, **record}
        elif record.get("gone"):
            named[kind].pop(name, None)
        else:
            named[kind][name] = record
    return {**site, "feeds": dict(sorted(named["feed"].items())), "issues": dict(sorted(named["issue"].items()))}


def _damaged(where: str) -> FeedsError:
    return FeedsError("is damaged: it is not as it was written", Where(where), "use another copy")
