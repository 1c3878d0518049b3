"""Where the memory of a config is, and what a run notes beside it."""

from __future__ import annotations

import os

from feeds.files import CONFIGS, read_file

MEMORY = ".feeds"
STATE, NOTE, OWNER = "state.sqlite3", "still", "config"
_LONGEST_NAME = 255  # bytes


def folder_of(config_path: str) -> str:
    """Return the folder of the memory of the config at *config_path*: `.feeds` beside it.

    That of another config in the same folder is `.feeds/NAME`, so neither gives its ids to the other: `.feeds`
    belongs to the config that was built first, and to its successor where that one is renamed.
    """
    base, name = os.path.split(config_path)
    folder = os.path.join(base, MEMORY)
    own = os.path.join(folder, name)
    owner = owner_of(folder) or likely_owner(config_path)
    if owner == name or (not os.path.isfile(os.path.join(base, owner)) and not os.path.isdir(own)):
        return folder
    return own


def owner_of(folder: str) -> str:
    """Return the name of the config that the memory in *folder* belongs to, or "" if that is not known."""
    try:
        name = read_file(os.path.join(folder, OWNER), _LONGEST_NAME).decode().strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return name if name == os.path.basename(name) else ""


def likely_owner(config_path: str) -> str:
    """Return the name of the config that a memory is of which does not say: of one that commands find by themselves."""
    base, name = os.path.split(config_path)
    found = (one for one in CONFIGS if os.path.isfile(os.path.join(base, one)))
    is_made = os.path.exists(os.path.join(base, MEMORY, STATE))
    return next(found, name) if is_made and name not in CONFIGS else name
