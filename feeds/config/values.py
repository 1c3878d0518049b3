"""Check single values of config.yaml; the messages have the form `fault; remedy`."""

from __future__ import annotations

import re
from datetime import timedelta
from ipaddress import ip_network
from typing import Annotated
from zoneinfo import ZoneInfo

from feeds.config.clues import check_word
from feeds.config.markers import Checked, Limited, Written
from feeds.files import is_reserved_folder
from feeds.markup.characters import one_line
from feeds.regex import regex
from feeds.text.encodings import check_encoding
from feeds.text.patterns import check_expression
from feeds.urls import absolute, directory_of

_SLUG = regex(r"[a-z0-9]+(?:[._-][a-z0-9]+)*\Z")
_SIZE = regex(r"(\d+)\s*(B|KB|MB|GB)?\Z", re.IGNORECASE)
_PERIOD = regex(r"(\d+)\s*(s|m|h|d)\Z")
_LONGEST_ZONE = 100  # characters; no name has half of that
_MOST = 10**8  # of any unit; a period can hold no more
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def _check_slug(slug: str) -> str:
    if len(slug) > 60 or not _SLUG.match(slug):
        raise ValueError(
            f"{slug!r} cannot be part of an address; "
            "use lower-case letters, digits and single hyphens, such as 'ai-safety'"
        )
    return slug


def _check_url(url: str) -> str:
    if not re.match(r"https?://", url) or absolute(url, "") == "":
        raise ValueError(f"{url!r} is not a web address; write it in full, such as 'https://news.example/'")
    return directory_of(absolute(url, ""))


def _check_hub(url: str) -> str:
    if url and (not re.match(r"https?://[^\s/]", url) or absolute(url, "") == ""):
        raise ValueError(f"{url!r} is not the address of a hub; write it in full, such as 'https://hub.example/'")
    return absolute(url, "") if url else ""


def _check_optional_url(url: str) -> str:
    return _check_url(url) if url else ""


def _check_colour(colour: str) -> str:
    """Return *colour* with six digits, or "" for none."""
    found = re.fullmatch(r"#?(?:([0-9a-f]{6})|([0-9a-f]{3}))", colour.lower())
    if not found and colour:
        raise ValueError(f"{colour!r} is not a colour; write it with six hexadecimal digits, such as '#1d4ed8'")
    return "#" + (found[1] or "".join(digit * 2 for digit in found[2])) if found else ""


def check_picture(address: str) -> str:
    """Return *address*, of a picture: a web address, or a path below the address of the site.

    Raises:
        ValueError: it is another address, such as one of a file or of data.
    """
    if re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE) and not re.match(r"https?://[^/]", address):
        raise ValueError(f"{address!r} is not the address of a picture; use a path such as '/logo.png', or https://")
    return address


def check_timezone(name: str) -> str:
    """Return *name*, the name of a time zone.

    Raises:
        ValueError: there is no time zone of that name.
    """
    try:
        if len(name) > _LONGEST_ZONE:  # the search for such a path may be too deep a recursion
            raise KeyError(name)
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(
            f"{name[:_LONGEST_ZONE]!r} is not a known time zone; use a name such as 'Europe/Berlin' or 'Etc/GMT'"
        ) from None
    return name


def check_language(tag: str) -> str:
    """Return *tag*, a BCP 47 language tag.

    Raises:
        ValueError: it does not have the form of a language tag.
    """
    tag = tag.replace("_", "-")
    if not re.match(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\Z", tag):  # longer ones are reserved, or names
        raise ValueError(f"{tag!r} is not a language tag; use one such as 'en' or 'pt-BR'")
    return tag


def _parse_size(value: object) -> object:
    if isinstance(value, str):
        found = _SIZE.match(value.strip())
        if not found:
            raise ValueError(f"{value!r} is not a size; write it like '512KB' or '1MB'")
        return int(found[1]) * {"B": 1, "KB": 1024, "MB": 1024**2, "GB": 1024**3}[(found[2] or "B").upper()]
    return value


def _parse_period(value: object) -> object:
    if isinstance(value, str):
        found = _PERIOD.match(value.strip())
        if not found:
            raise ValueError(f"{value!r} is not a period; write it like '30s', '5m', '2h' or '1d'")
        return timedelta(**{_UNITS[found[2]]: min(int(found[1]), _MOST)})
    raise ValueError(f"{value!r} is not a period; write it like '30s', '5m', '2h' or '1d'")


def _write_period(period: timedelta) -> str:
    seconds = int(period.total_seconds())
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds and seconds % length == 0:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"


def _check_pattern(pattern: str) -> str:
    try:
        check_expression(pattern)
    except FutureWarning as warning:
        fault = f"{pattern!r} may mean something else to a later Python ({str(warning).lower()})"
        raise ValueError(f"{fault}; put a backslash before a bracket, or a repeated sign, within brackets") from None
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"{pattern!r} is not a valid regular expression ({error})") from None
    return pattern


def _check_path(path: str) -> str:
    if "\0" in path:
        raise ValueError("a path cannot contain U+0000; remove it")
    return path


def _check_output(path: str) -> str:
    if is_reserved_folder(path):
        raise ValueError(f"{path!r} belongs to another program or to the memory; name a folder of its own")
    return _check_path(path)


def _check_host(name: str) -> str:
    if not re.match(r"(?:\*\.)?[\w.-]+\Z", name):
        raise ValueError(f"{name!r} is not a host name; write it like 'arxiv.org' or '*.arxiv.org'")
    return name


def _check_authority(name: str) -> str:
    if not re.match(r"[a-z0-9.-]*\Z", name):
        raise ValueError(f"{name!r} is not a domain; write it in lower case, such as 'news.example'")
    return name


def _check_short_host(name: str) -> str:
    if not re.match(r"(?:\*\.)?[\w.-]+(?::\d{1,5})?\Z", name):
        raise ValueError(f"{name!r} is not a host name; write it like 'sho.rt' or '*.sho.rt'")
    return name.lower()


def _check_wrapper(row: str) -> str:
    if not re.match(r"(?:\*\.)?[\w-]+(?:\.[\w-]+)+/[^\s?]*(?:/|\?[\w.-]+=)\Z", row):
        raise ValueError(
            f"{row!r} does not say where the target is; end it with the parameter that holds the target, such as "
            "'go.news.example/out?u=', or with '/' if the rest of the address is the target"
        )
    return row


def _check_allowed(name: str) -> str:
    if re.match(r"[\d.]+(?:/\d+)?\Z|\[?[0-9a-fA-F]*+:[0-9a-fA-F:.]*+\]?(?:/\d+)?\Z", name):
        try:
            ip_network(name.strip("[]"), strict=False)
        except ValueError as error:
            raise ValueError(f"{name!r} is not a network ({error}); write it like '10.0.0.0/8'") from None
        return name
    return _check_host(name)


def _check_proxy(url: str) -> str:
    if url and not re.match(r"https?://[^\s/]+/?\Z", url):
        raise ValueError(f"{url!r} is not a proxy address; write it like 'http://proxy.example:3128'")
    return url


Encoding = Annotated[str, Checked(check_encoding)]
Allowed = Annotated[str, Checked(_check_allowed)]
ShortHost = Annotated[str, Checked(_check_short_host)]
Wrapper = Annotated[str, Checked(_check_wrapper)]
Hub = Annotated[str, Checked(_check_hub)]
Proxy = Annotated[str, Checked(_check_proxy)]
Port = Annotated[int, Limited(ge=1, le=65535)]
Authority = Annotated[str, Checked(_check_authority)]
Host = Annotated[str, Checked(_check_host)]
Line = Annotated[str, Checked(one_line)]
Picture = Annotated[str, Checked(one_line), Checked(check_picture)]
Colour = Annotated[str, Checked(_check_colour)]
Text = Annotated[str, Limited(min_length=1), Checked(one_line)]
OutputPath = Annotated[str, Limited(min_length=1), Checked(_check_output)]
FolderPath = Annotated[str, Limited(min_length=1), Checked(_check_path)]
Slug = Annotated[str, Checked(_check_slug)]
Url = Annotated[str, Checked(_check_url)]
OptionalUrl = Annotated[str, Checked(_check_optional_url)]
Size = Annotated[
    int,
    Written(_parse_size, {"type": ["string", "integer"], "pattern": r"^\s*\d+\s*([Bb]|[KkMmGg][Bb])?\s*$"}),
]
Period = Annotated[
    timedelta, Written(_parse_period, {"type": "string", "pattern": r"^\s*\d+\s*[smhd]\s*$"}, _write_period)
]
Language = Annotated[str, Checked(check_language)]
Timezone = Annotated[str, Checked(check_timezone)]
Pattern = Annotated[str, Checked(_check_pattern)]
Word = Annotated[Text, Checked(check_word)]
