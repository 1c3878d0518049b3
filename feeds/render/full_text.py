"""The full text of everything published, as an index for the search page: its records, and its files."""

from __future__ import annotations

from msgspec import Struct

from feeds.regex import regex

#: The page that searches, and its script.
SEARCH_PAGE, SEARCH_SCRIPT = "search/index.html", "assets/feeds-search.js"
#: Where the files are: below the page that uses them, where no index of the site itself is.
FOLDER = "search/pagefind/"
#: The packages that have Pagefind. The first knows the words of languages that write them without spaces.
PROGRAMS = ("pagefind_bin_extended", "pagefind_bin")
#: Of these languages the other one indexes whole sentences as one word, so it finds nothing.
WITHOUT_SPACES = frozenset({"ja", "zh"})
#: With those in it: a file that is gone or new changes one of these.
INDEX_FOLDERS = (FOLDER, f"{FOLDER}fragment/", f"{FOLDER}index/")
_NEEDED = regex(
    r"(?:fragment/|index/)?(?:pagefind(?:-worker)?\.js|pagefind-entry\.json|wasm\.[\w-]++\.pagefind|(?:pagefind\.)?[\w-]++\.pf_\w++)\Z"
)


class TextSection(Struct, frozen=True):
    """A section as it is searched."""

    anchor: str  # in the address of its issue; "" if it has none there
    title: str
    text: str


class TextPage(Struct, frozen=True):
    """An issue as it is searched."""

    url: str
    title: str
    sections: tuple[TextSection, ...]


def find_program() -> str:
    """Return the name of the package that has Pagefind, or "" if none is installed; nothing is imported."""
    from importlib.util import find_spec  # few builds need it

    return next((name for name in PROGRAMS if find_spec(name)), "")


def is_of_index(path: str) -> bool:
    """Return whether *path* is that of a file of an index.

    >>> is_of_index("search/pagefind/fragment/en_3f87519.pf_fragment"), is_of_index("search/pagefind/notes.txt")
    (True, False)
    """
    return path.startswith(FOLDER) and _NEEDED.match(path.removeprefix(FOLDER)) is not None
