"""Read the path of a post: its folder, its name, its language, its categories."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from feeds.markup import folded
from feeds.regex import regex

# ISO 639-1. Without the list, `notes.js.md` would be a post in the language "js".
_LANGUAGES = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split()
)
_OTHER_WORDS = frozenset("am an as io ml om or os ps sc so to".split())  # of two letters, as names of files and folders
_LANGUAGE_NAME = regex(r"([a-z]{2})(?:[-_](?:[A-Za-z]{2}|[A-Z][a-z]{3}))?\Z")
_LANGUAGE_SUFFIX = regex(r"(.+)\.([a-z]{2})([-_][A-Za-z]{2,4})?\Z")
_DATE_PREFIX = regex(r"\d{4}[-_.]\d{1,2}[-_.]\d{1,2}[-_ ]+")
_SHORT_DATE_PREFIX = regex(r"\d{2}-\d{1,2}-\d{1,2}-")


class PostName(Struct, frozen=True):
    """The parts of a path such as `news/_posts/2026-01-05-robots.fr.md`."""

    folder: str  # without folders of generators: `news`
    full: str  # without extension and language: `2026-01-05-robots`
    slug: str  # also without the date: `robots`
    language: str  # "fr", or ""
    categories: tuple[str, ...]  # the folders above `_posts`
    file: str = ""  # the whole path


def read_name(path: str, *, short_years: bool = False) -> PostName:
    """Return the parts of *path*; a post in a folder of its own (`robots/index.md`, `robots/fr.md`) is named by it.

    >>> read_name("2026/robots/index.md").slug, read_name("notes/2026-01-05-robots.fr.md").language
    ('robots', 'fr')
    >>> read_name("2026/robots/fr.md").slug, read_name("2026/robots/fr.md").language
    ('robots', 'fr')
    """
    folder, _, file = path.rpartition("/")
    name = file.rpartition(".")[0] or file
    language = ""
    if (found := _LANGUAGE_SUFFIX.match(name)) and found[2] in _LANGUAGES:
        name, language = found[1], (found[2] + (found[3] or "")).replace("_", "-")
    elif folder and _is_language(name):
        name, language = "index", name.replace("_", "-")
    if name.lower() in ("index", "readme") and folder:
        folder, _, name = folder.rpartition("/")
    parts = folder.split("/") if folder else []
    categories = tuple(parts[: parts.index("_posts")]) if "_posts" in parts else ()
    kept = "/".join(part for part in parts if part not in ("_posts", "_drafts"))
    slug = _DATE_PREFIX.sub("", name, count=1) if _DATE_PREFIX.match(name) else name
    if short_years and slug == name and (short := _SHORT_DATE_PREFIX.match(name)):
        slug = name[short.end() :]
    return PostName(kept, name, slug or name, language, categories, path)


def language_of_folders(folders: Iterable[str]) -> str:
    """Return the language (BCP 47) that the first of *folders* is named by, or "".

    >>> language_of_folders(["content", "pt_BR", "news"]), language_of_folders(["ml", "js"])
    ('pt-BR', '')
    """
    return next((folder.replace("_", "-") for folder in folders if _is_language(folder)), "")


def _is_language(name: str) -> bool:
    """Return whether the *name* of a file or folder is a language."""
    found = _LANGUAGE_NAME.match(name)
    return found is not None and found[1] in _LANGUAGES and (name != found[1] or name not in _OTHER_WORDS)


def values_of_path(path: str, patterns: Sequence[str]) -> dict[str, str]:
    """Return the values that the named groups of *patterns* find in *path*, the later ones taking precedence.

    >>> values_of_path("boats/2026-01-05_terns.md", [r"(?P<category>[^/]+)/", r".*_(?P<Slug>.*)\\.md"])
    {'category': 'boats', 'slug': 'terns'}
    """
    values: dict[str, str] = {}
    for pattern in patterns:
        found = re.match(pattern, path)
        values |= {folded(name): value for name, value in found.groupdict().items() if value} if found else {}
    return values
