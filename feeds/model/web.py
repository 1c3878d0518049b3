"""Facts from the web: short links, pages of issues, targets of links."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class KnownLink(Struct, frozen=True, kw_only=True):
    """The target of a short link, as far as it is known."""

    url: str  # as it was asked
    final: str = ""  # where it leads, or last did; "" if that was never known
    kind: str  # of the last answer: permanent, temporary, gone, limited, refused or failed
    status: int = 0
    hops: tuple[str, ...] = ()
    fault: str = ""
    checked: datetime
    expires: datetime  # when it is asked again
    fails: int = 0  # in a row


class LinkTally(Struct, frozen=True, kw_only=True):
    """How many links an issue has, by which it is decided whether it has lost some."""

    issue: str  # its key
    page: str  # its address, without which no link can be recovered
    letters: int  # of its text
    links: int  # to other pages than its own
    bare: int  # of these, the links whose words are their address
    few: tuple[str, ...]  # where they lead, unless they are many
    named: bool  # its text names pages that it does not link to, or is cut off and to be completed


class KnownPage(Struct, frozen=True, kw_only=True):
    """The page of an original issue, as it was fetched."""

    url: str
    final: str = ""  # where it was in the end
    status: int = 0
    fault: str = ""
    encoding: str = ""
    content: bytes = b""
    checked: datetime
    expires: datetime  # when it is asked for again; a page that is there is not
    fails: int = 0


class RecoveredPage(Struct, frozen=True, kw_only=True):
    """The links that were recovered from the page of an issue."""

    url: str
    digest: str  # of what it was searched for, and where
    findings: str  # JSON
    checked: datetime


class Target(Struct, frozen=True, kw_only=True):
    """The target of a link, as it was when it was checked."""

    url: str
    status: int = 0  # 0: there was no answer
    fault: str = ""
    checked: datetime
    since: datetime | None = None  # dead since then, as far as is known
    fails: int = 0  # in a row
