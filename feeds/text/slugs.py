"""Slugs as site generators make them: how names and titles become parts of addresses.

Ids are not made from these (`feeds.urls.slugify` and `readable` make those), so a style may follow its generator.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from feeds.regex import regex
from feeds.urls import slugify

_TAG = regex(r"</?[A-Za-z][^<>]*+>")
_HUGO_SIGNS = "./\\_#~-@"
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "&": " and ", "♥": " love ", "'": "", "’": ""})
_IDEOGRAPH = regex(r"[\u3400-\u9fff]")  # each is a word for generators
_HEXO_SIGNS = regex(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/\x00-\x1f]++")
_UNSAFE_ON_DISK = regex(r"[<>:\"/|?*#\\\x00-\x1f()\[\]\n]")


def as_written(text: str) -> str:
    """Return *text* as it is."""
    return text


def hugo(text: str) -> str:
    """Return *text* as Hugo has it in addresses: in lower case, blanks as hyphens, most signs left out.

    >>> hugo("The tern & C v1.2!"), hugo("Größe über_alles")
    ('the-tern-c-v1.2', 'größe-über_alles')
    """
    return hugo_with_case(text.lower())


def hugo_with_case(text: str) -> str:
    """Return *text* as Hugo has it with `disablePathToLower`."""
    kept: list[str] = []
    is_apart = False
    for character in text.replace("+", " "):
        if not (character in _HUGO_SIGNS or unicodedata.category(character)[0] in "LM" or character.isdigit()):
            is_apart = is_apart or (character.isspace() and bool(kept) and kept[-1] != "-")
            continue
        kept += "-" if is_apart and character != "-" else ""
        kept += character
        is_apart = False
    return "".join(kept)


def latin(text: str) -> str:
    """Return *text* in ASCII letters, digits and hyphens, as Zola has it.

    >>> latin("Größe & Maß_2")
    'grosse-mass-2'
    """
    return re.sub(r"[^a-z0-9]+", "-", _transliterated(text).lower()).strip("-")


def readable(text: str) -> str:
    """Return *text* as `slugify` has it, but with letters of every script in Latin ones; pictures are left out.

    >>> readable("Crème brûlée!"), readable("AI 工具"), readable("🚀 Роботы и люди")
    ('creme-brulee', 'ai-gong-ju', 'roboty-i-lyudi')
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    if all(one.isascii() for one in plain if one.isalnum()):
        return slugify(text)
    return slugify(latin("".join(" " if unicodedata.category(one)[0] == "S" else one for one in text))) or slugify(text)


def safe(text: str) -> str:
    """Return *text* without characters that file systems do not accept, as Zola has it with `paths = "safe"`."""
    return re.sub(r"\s", "_", _UNSAFE_ON_DISK.sub("", text).strip(" ."))


def pelican(text: str) -> str:
    """Return *text* as Pelican has it: in ASCII, without punctuation.

    >>> pelican("It's C++ & Größe_2")
    'its-c-grosse_2'
    """
    return pelican_unicode(_transliterated(unicodedata.normalize("NFKC", _TAG.sub("", text))))


def pelican_unicode(text: str) -> str:
    """Return *text* as Pelican has it with `SLUGIFY_USE_UNICODE`."""
    plain = re.sub(r"[^\w\s-]", "", unicodedata.normalize("NFKC", _TAG.sub("", text))).strip()
    return re.sub(r"[-\s]+", "-", plain).lower()


def nikola(text: str) -> str:
    """Return *text* as Nikola has it: like Pelican, but with "+"."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^+\w\s-]", "", _transliterated(text)).strip().lower())


def pymdown(text: str) -> str:
    """Return *text* as the blog plugin of Material for MkDocs has it.

    >>> pymdown("The tern & C++ v1.2")
    'the-tern--c-v12'
    """
    plain = _TAG.sub("", unicodedata.normalize("NFC", text)).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def github(text: str) -> str:
    """Return *text* as GitHub has it in anchors, and Astro in addresses.

    >>> github("The tern & C++ v1.2")
    'the-tern--c-v12'
    """
    kept = (one for one in text.lower() if one in " -_" or unicodedata.category(one)[0] in "LMN" or one == "‿")
    return "".join(kept).replace(" ", "-")


def eleventy(text: str) -> str:
    """Return *text* as Eleventy's filter `slugify` has it, which spells "&" and umlauts out.

    >>> eleventy("The tern & größe")
    'the-tern-and-groesse'
    """
    return latin(text.lower().translate(_SPELT))


def hexo(text: str) -> str:
    """Return *text* as Hexo has it in lower case.

    >>> hexo("Größe & Maß_2"), hexo("日本語!")
    ('grose-mas-2', '日本語')
    """
    return hexo_with_case(text).lower()


def hexo_with_case(text: str) -> str:
    """Return *text* as Hexo has it: without accents, and with hyphens for blanks and signs."""
    return _HEXO_SIGNS.sub("-", _without_accents(text)).strip("-")


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    from anyascii import anyascii  # few names need it

    spelt = text.replace("ß", "s")
    return "".join(anyascii(one) if "LATIN" in unicodedata.name(one, "") else one for one in spelt)


def words(text: str) -> str:
    """Return *text* as letters and digits in lower case, with hyphens between them, as Jekyll has it.

    >>> words("The tern & C++ v1.2"), words("Größe")
    ('the-tern-c-v1-2', 'größe')
    """
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-")


def _transliterated(text: str) -> str:
    if text.isascii():
        return text
    from anyascii import anyascii  # few names need it

    return anyascii(_IDEOGRAPH.sub(r"\g<0> ", text))


#: The styles by the names that settings give them.
STYLES: Mapping[str, Callable[[str], str]] = {
    "written": as_written,
    "ascii": slugify,
    "hugo": hugo,
    "hugo-case": hugo_with_case,
    "latin": latin,
    "safe": safe,
    "pelican": pelican,
    "pelican-unicode": pelican_unicode,
    "nikola": nikola,
    "pymdown": pymdown,
    "github": github,
    "eleventy": eleventy,
    "words": words,
    "hexo": hexo,
    "hexo-case": hexo_with_case,
}
