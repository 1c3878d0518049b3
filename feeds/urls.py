"""URLs, ids and slugs: names that must never change by accident."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from datetime import date
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from feeds.digests import digest_of
from feeds.regex import regex

# Characters that a URI may contain (RFC 3986), with "%", because encoded characters stay encoded.
_URI_CHARACTERS = regex(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*\Z")
_SAFE = "/:?#[]@!$&'()*+,;=%-._~"
_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_STRAY_PERCENT = regex(r"%(?![0-9A-Fa-f]{2})")
_UNCHANGED = regex(r"https?://[a-z0-9.\-]+(?:[/?](?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]++|%[0-9A-Fa-f]{2})*+)?\Z")
_SERVER = regex(r"[A-Za-z][A-Za-z0-9+.\-]*+://[^/?#]*+")
#: Hosts where each site is a folder: those of repositories and of magazines.
_SHARED_HOSTS = frozenset(
    "github.com gitlab.com codeberg.org bitbucket.org gitee.com git.sr.ht medium.com dev.to telegra.ph".split()
)
_PLAIN_HOST = regex(r"https?://([a-z0-9.\-]+)(?=[/?#]|\Z)")
# Only obvious misspellings: `hhttps:`, `htttps:`, `ttps:`, `htp:`, `http//`, `https//:`, `http:/x`, `http:// x`.
_MISSPELT = regex(r"(?:h{0,2}t{2,3}|htt?)ps?(?::/{1,3}|//:|//|;//)\s*(?=[^\s/])", re.IGNORECASE)
# A blank in place of each byte of UTF-8 that slugs do not have.
_SLUG_BYTES = bytes(code if code in b"0123456789abcdefghijklmnopqrstuvwxyz" else ord(" ") for code in range(256))
_URI = regex(r"[A-Za-z][A-Za-z0-9+.-]+:[!-~]+\Z")
_SPACES = regex(r"[\t\n\r]+")

#: The schemes of links in feeds; links with others (javascript:, data:, file:) are dropped.
SCHEMES = frozenset({"http", "https", "irc", "ircs", "mailto", "tel"})
_LONGEST = 100_000  # characters: most servers accept 8,000, and it may become nine times as long when it is encoded


def absolute(href: str, base: str) -> str:
    """Return *href* as an absolute URI, or "" if feeds must not contain it.

    Relative addresses are resolved against *base*. Characters that RFC 3986 does not allow
    are percent-encoded and the host is converted to ASCII, because the W3C validator
    rejects IRIs and readers disagree about them. Encoded characters stay as they are:
    re-encoding breaks signed URLs. Obvious misspellings of a scheme are corrected. An address of
    more than 100,000 characters is none.

    >>> absolute("/issues/4/", "https://e.example/issues/5/")
    'https://e.example/issues/4/'
    >>> absolute("//cdn.example/a b", "http://e.example/")
    'https://cdn.example/a%20b'
    >>> absolute("javascript:alert(1)", "https://e.example/")
    ''
    >>> absolute("hhttps://a.example/", "https://e.example/")
    'https://a.example/'
    """
    if len(href) > _LONGEST:
        return ""
    if _UNCHANGED.match(href):
        return href  # nine of ten links; the rest of this function costs twenty times as much
    href = _correct_scheme(_SPACES.sub("", href.strip()))
    try:
        if href.startswith("//"):
            href = "https:" + href
        elif not _SCHEME.match(href):
            if not base:
                return ""
            href = urljoin(base, href)
        parts = urlsplit(href)
        if parts.scheme not in SCHEMES:
            return ""
        href = parts.scheme + href[len(parts.scheme) :]  # the scheme in lower case
        if parts.scheme in ("http", "https") and not parts.hostname:
            return ""
        return _to_uri(href, parts.netloc)
    except ValueError:  # urlsplit: "Invalid IPv6 URL" and the like
        return ""


def _correct_scheme(href: str) -> str:
    """Return *href* with its scheme corrected, and only once (`https://https://a.example`)."""
    for _ in range(2):
        found = _MISSPELT.match(href)
        if not found:
            break
        scheme = "https://" if "s" in found[0].lower() else "http://"
        rest = href[found.end() :]
        href = rest if _MISSPELT.match(rest) else scheme + rest
    return href


def _to_uri(href: str, netloc: str) -> str:
    if not _URI_CHARACTERS.match(href):
        if not netloc.isascii():
            parts = urlsplit(href)
            try:
                netloc = netloc.encode("idna").decode("ascii")
            except UnicodeError:
                return ""
            href = urlunsplit(parts._replace(netloc=netloc))
        href = quote(href, safe=_SAFE)
    href = _STRAY_PERCENT.sub("%25", href)
    head, hash_mark, fragment = href.partition("#")
    return head + hash_mark + fragment.replace("#", "%23")


def without_brackets(url: str) -> str:
    """Return *url* with the brackets after its host percent-encoded, as RFC 3986 asks; browsers do not mind them.

    >>> without_brackets("https://[::1]/list?sort[]=date")
    'https://[::1]/list?sort%5B%5D=date'
    """
    if "[" not in url and "]" not in url:
        return url
    found = _SERVER.match(url)
    server = found[0] if found else ""
    return server + url[len(server) :].replace("[", "%5B").replace("]", "%5D")


def host(url: str) -> str:
    """Return the host of *url* in lower case without a leading "www.", or "".

    >>> host("https://WWW.Arxiv.org/abs/1")
    'arxiv.org'
    """
    if plain := _PLAIN_HOST.match(url):
        return plain[1].removeprefix("www.")  # nearly every link; the rest of this function costs ten times as much
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_on_site(url: str, site_url: str) -> bool:
    """Return whether *url* is on the site at *site_url*: on its host, or below it where many sites share a host.

    >>> is_on_site("https://www.boats.example/5", "https://boats.example/news/")
    True
    >>> is_on_site("https://github.com/terns/song", "https://github.com/terns/weekly/")
    False
    """
    own = host(site_url)
    return host(url) == own and (own not in _SHARED_HOSTS or _below_host(url).startswith(_below_host(site_url)))


def _below_host(url: str) -> str:
    """Return the folders of *url*, ending in "/"; hosts that are shared do not distinguish letters by case."""
    folders = url.partition("://")[2].partition("#")[0].partition("?")[0].partition("/")[2]
    return directory_of(folders.casefold())


def directory_of(url: str) -> str:
    """Return *url* ending in "/", so that names can be appended."""
    return url if url.endswith("/") else url + "/"


def with_fragment(url: str, fragment: str) -> str:
    """Return *url* with *fragment* in place of its own."""
    return url.partition("#")[0] + ("#" + fragment if fragment else "")


def slugify(text: str) -> str:
    """Return *text* as a short ASCII name; equal text always gives the same name.

    Ids are made from it, so the rule is fixed here rather than taken from a library whose
    next release may transliterate differently. Text without ASCII letters (CJK,
    Cyrillic...) is named by a hash of its normal form.

    >>> slugify("Vec<T> & Crème brûlée!")
    'vec-t-creme-brulee'
    >>> slugify("日本語の話題")
    'x-5ece1093'
    """
    if text.isascii():
        return _ascii_slug(text.lower())
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    slug = _ascii_slug(plain)
    letters = sum(c.isalnum() for c in plain)
    if letters > 2 * sum(c.isalnum() for c in slug):
        return "x-" + short_hash(" ".join(folded.split()))
    return slug


def is_nameless(slug: str) -> bool:
    """Return whether *slug* is a hash, because it was made from a name without Latin letters."""
    return re.match(r"x-[0-9a-f]{8}(?:-\d+)?\Z", slug) is not None


def free_name(wanted: str, taken: Container[str], start: int = 1) -> str:
    """Return *wanted*, or the first of `wanted-2`, `wanted-3`... after number *start* that is not *taken*.

    >>> free_name("news", {"news", "news-2"})
    'news-3'
    """
    name, number = wanted, start
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _ascii_slug(text: str) -> str:
    words = text.encode("utf-8", "surrogatepass").translate(_SLUG_BYTES).split()  # a pattern takes twice the time
    return b"-".join(words)[:80].strip(b"-").decode()


def is_uri(text: str) -> bool:
    """Return whether *text* can be the id of an Atom entry: an absolute URI in ASCII.

    >>> is_uri("urn:uuid:0ea0"), is_uri("https://e.example/?p=1"), is_uri("issue 42")
    (True, True, False)
    """
    return _URI.match(text) is not None


def short_hash(text: str) -> str:
    """Return eight hexadecimal digits that identify *text*."""
    return digest_of(text, 8)


def tag_uri(authority: str, day: date, *path: str) -> str:
    """Return the permanent id (RFC 4151) of the thing at *path*.

    The day is a setting and never the current day: if an id changed, readers would show the entry twice.

    >>> tag_uri("example.org", date(2026, 1, 5), "issue-42", "security")
    'tag:example.org,2026-01-05:issue-42/security'
    """
    return f"tag:{authority},{day.isoformat()}:{'/'.join(path)}"
