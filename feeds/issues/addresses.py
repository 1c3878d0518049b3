"""Find the address of a post on the newsletter's site: its own, or one by the pattern of the layout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from feeds.config import HugoFolders, hugo_pattern, template_pattern
from feeds.issues.address_parts import PARTS, AddressParts
from feeds.issues.values import PAGE, first_text, web_address
from feeds.layouts import LAYOUTS, section_of
from feeds.markup import one_line
from feeds.regex import regex

_PATH = "/:@!$&'()*+,;=~-._"  # characters that a path may contain unencoded (RFC 3986, 3.3)
_STYLES = {  # Jekyll's named permalinks
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_OWN_PATH = ("path",)  # of Zola
_LONGEST_NAME = max(map(len, PARTS))  # a pattern of all names takes as long to compile as a post to be parsed
_LONGEST = 100_000  # characters that placeholders are filled with
_VALUE = regex(r":\[(\w+)")
_PLACEHOLDER = regex(
    r":(?P<part>[a-z_]++)|:\[(?P<value>\w++)(?P<slug>\|slug)?\]|\((?P<folders>[^()\[\]]*+)\)\[(?P<cut>[\w:]*+)\]"
)


def page_of(address: AddressParts, pattern: str, site_url: str, language: str) -> str:
    """Return the address of a post below *site_url*: its own `permalink` or `url`, or else one by *pattern*.

    *language* is that of the site; a translation in a file of its own (`post.fr.md`) is in
    the folder of its language.
    """
    written = _written(address)
    if written and "{" not in written:
        if "/:" not in f"/{written}":
            if page := _below(written, site_url):
                return page
        else:
            pattern = written
    pattern = _STYLES.get(pattern, pattern)
    filled = _PLACEHOLDER.sub(_Filling(address), pattern)
    is_translation = address.name.language and address.layout.language_folders and address.name.language != language
    if is_translation and ":lang" not in pattern:
        filled = f"/{address.name.language}/{filled}"
    filled = filled.removesuffix("index.html") if filled.endswith("/index.html") else filled
    parts = [part for part in filled.split("/") if part not in ("", ".", "..")]  # a slug may be "../../x"
    path = "/".join(parts) + "/" * (filled.endswith("/") and bool(parts))
    return site_url + quote(path, safe=_PATH)


class _Filling:
    """Fills in parts of *address* for the placeholders of a pattern.

    After `_LONGEST` characters no more are filled in: a long slug, a hundred thousand times, is gigabytes.
    """

    def __init__(self, address: AddressParts) -> None:
        self._address, self._left = address, _LONGEST
        self._known: dict[str, str] = {}

    def __call__(self, found: re.Match[str]) -> str:
        """Return what takes the place of the placeholder that was *found*."""
        if self._left < 0:
            return ""
        placeholder = found[0]
        if placeholder not in self._known:
            self._known[placeholder] = self._part(found)
        part = self._known[placeholder]
        self._left -= len(part)
        return part

    def _part(self, found: re.Match[str]) -> str:
        if name := found["part"]:
            return PARTS[name](self._address) if name in PARTS else self._named(name)
        if found["value"]:
            return self._address.value(found["value"], is_slug=bool(found["slug"]))
        return "/".join(cut_folders(_PLACEHOLDER.sub(self, found["folders"]).split("/"), found["cut"]))

    def _named(self, name: str) -> str:
        """Return the part with this *name*, or with the beginning of it: `:titles` is `:title` and an "s"."""
        for end in range(min(len(name), _LONGEST_NAME), 0, -1):
            if make := PARTS.get(name[:end]):
                return make(self._address) + name[end:]
        return f":{name}"


def _written(address: AddressParts) -> str:
    """Return the address, or the pattern of one, that a post names, or ""."""
    if address.layout is LAYOUTS["zola"] and (path := one_line(first_text(address.values, _OWN_PATH)).strip("/")):
        return f"/{path}/"
    written = one_line(first_text(address.values, PAGE))
    if not written:
        return ""  # as most posts name none
    if "{{" in written:
        pattern = template_pattern(written, section_of(address.layout, ".", address.directory))
        return pattern if all(map(address.has, _VALUE.findall(pattern))) else ""
    if address.layout is LAYOUTS["hugo"] and ":" in written:
        pattern = hugo_pattern(written, HugoFolders(above=""))
        return f"{pattern.rstrip('/')}/" if pattern and "." not in pattern.rpartition("/")[2] else pattern or written
    return written


def cut_folders(folders: Sequence[str], cut: str) -> Sequence[str]:
    """Return those of *folders* that *cut* names, as Hugo's `:sections[1:]` has it.

    >>> folders = ["a", "b", "c"]
    >>> cut_folders(folders, "1:"), cut_folders(folders, ":last"), cut_folders(folders, "last")
    (['b', 'c'], ['a', 'b'], ['c'])
    """
    folders = [folder for folder in folders if folder]
    first, colon, last = cut.lower().replace("last", str(len(folders) - 1)).partition(":")
    if not all(part.isdigit() or not part for part in (first, last)):
        return []
    start = int(first or 0)
    return folders[start : int(last) if last else None] if colon else folders[start : start + 1]


def _below(written: str, site_url: str) -> str:
    """Return the address that a post names; one that begins with "/" is below the folder of the site."""
    folder = urlsplit(site_url).path
    if written.startswith("/") and not written.startswith(("//", folder)):
        written = folder + written[1:]
    return web_address(written, site_url)
