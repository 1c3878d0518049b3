"""Recognise in an address what names one reader of a mail."""

from __future__ import annotations

import re

from feeds.regex import regex

_NAMES = frozenset(
    "mc_eid ck_subscriber_id subscriber_id subscriberid _bhlid jwt jwt_token mkt_tok vero_id _hsenc "
    "recipient_id".split()
)
_VALUES = {  # other names, that name a reader only with such a value
    "token": regex(r"eyJ"),
    "j": regex(r"eyJ"),  # Substack
    "m": regex(r"[0-9a-f]{8}-[0-9a-f-]{27}\Z", re.IGNORECASE),  # a member, for Ghost
    "subscriber": regex(r"[0-9a-f]{8}-[0-9a-f-]{27}\Z", re.IGNORECASE),
    "uuid": regex(r"[0-9a-f]{8}-[0-9a-f-]{27}\Z", re.IGNORECASE),
    "e": regex(r"(?:[0-9a-f]{10}|\[?UNIQID\]?)\Z"),
    "email": regex(r"[^@%]{1,100}(?:@|%40)"),
}
_KEY = regex(r"key=[0-9a-f]+\Z")  # beside a uuid, as Ghost signs it
_FOLDERS = frozenset("p archive archives issues issue posts post newsletter news blog".split())
_SIGNS = regex(r"([?&#])")
_PLAIN = regex(r"https?://[a-z0-9.-]*+(?:/(?:[a-z]{1,24}+(?:-[a-z-]*+)?+|[0-9]{1,4}+)?+)*+\Z")
_COUNTED = regex(r"[A-Za-z_-]{0,200}\d")
_WORD = regex(r"[a-z]{2,30}\Z|[A-Z][a-z]{1,30}\Z")
_NUMBER = regex(r"(?:[a-z]{1,10}|[A-Z][a-z]{1,10})?\d{1,4}\Z")


def without_reader(href: str) -> str:
    """Return *href* without the parameters with which mail programs name a reader.

    >>> without_reader("https://a.example/p/7?jwt_token=eyJhb&n=1&mc_eid=7f")
    'https://a.example/p/7?n=1'
    """
    if "=" not in href:
        return href
    head, *rest = _SIGNS.split(href)
    parts = list(zip(rest[::2], rest[1::2], strict=True))
    named = [sign != "#" and _names_reader(part) for sign, part in parts]
    if not any(named):
        return href
    signed = any(part.startswith("uuid=") for (_, part), of_reader in zip(parts, named, strict=True) if of_reader)
    shown, lacks = head, False  # whether the "?" went with the parameter behind it
    for (sign, part), of_reader in zip(parts, named, strict=True):
        if of_reader or (signed and sign != "#" and _KEY.match(part)):
            lacks = lacks or sign == "?"
            continue
        shown += ("?" if lacks and sign == "&" else sign) + part
        lacks = False
    return shown


def _names_reader(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    name = name.lower()
    return name in _NAMES or (name in _VALUES and _VALUES[name].match(value) is not None)


def public_page(href: str) -> str:
    """Return *href* without its query if its path shows that it is a page for everybody, else "".

    >>> public_page("https://a.example/p/Issue-7?x=Q7X"), public_page("https://a.example/view/Q7XAB")
    ('https://a.example/p/Issue-7', '')
    """
    page = href.partition("#")[0].partition("?")[0]
    *folders, last = page.rstrip("/").split("/")
    named = _is_slug(last) or bool(folders and folders[-1] in _FOLDERS)
    return page if named and not has_token(page, slugs=True) else ""


def shows_one_issue(href: str) -> bool:
    """Return whether the path of *href* is that of one issue, and not of an archive or a site.

    >>> shows_one_issue("https://a.example/p/Issue-7"), shows_one_issue("https://a.example/all-issues/")
    (True, False)
    """
    *folders, last = href.partition("#")[0].partition("?")[0].rstrip("/").split("/")
    if len(folders) < 3:  # "https:", "" and the host
        return False
    words = re.split(r"[-_]", last)
    return folders[-1] in _FOLDERS or len(words) > 2 or any(map(str.isdigit, last))


def has_token(href: str, *, slugs: bool = False) -> bool:
    """Return whether *href* may name a reader: it is of mail, or has a query, or a part of letters and digits.

    With *slugs*, words and short numbers between hyphens are the name of a page.

    >>> has_token("https://a.example/unsub/X7FQ2"), has_token("https://a.example/unsubscribe/")
    (True, False)
    >>> has_token("https://a.example/p/Issue-7"), has_token("https://a.example/p/Issue-7", slugs=True)
    (True, False)
    """
    if _PLAIN.match(href):
        return False  # as many, whose parts need not be looked at one by one
    if href.startswith("mailto:"):
        return True
    path, _, rest = href.partition("://")[2].partition("/")[2].partition("?")
    if "=" in rest or len(rest) > 8:
        return True
    parts = filter(_is_token, path.partition("#")[0].split("/"))
    return not all(map(_is_slug, parts)) if slugs else any(parts)


def _is_token(part: str) -> bool:
    """Return whether *part* of a path is a code: it has a digit or capitals, or is long."""
    if part.isalpha() and (part.islower() or part.istitle()):
        return len(part) > 24  # as most
    if (
        len(part) < 3
        or (part.isdigit() and len(part) < 5)
        or ("-" in part and part.replace("-", "").isalpha() and part.islower())
    ):
        return False
    return bool(_COUNTED.match(part)) or len(part) > 24 or not (part.islower() or part.istitle())


def _is_slug(part: str) -> bool:
    """Return whether *part* is made of words and short numbers, such as "Issue-7" and "2026-05-tides"."""
    words = re.split(r"[-_]", part)
    return len(words) > 1 and any(map(_WORD.match, words)) and all(_WORD.match(w) or _NUMBER.match(w) for w in words)
