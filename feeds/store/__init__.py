"""Recall and remember between runs: one SQLite file, `.feeds/state.sqlite3` beside config.yaml."""

from feeds.store.memory import TOMBSTONE, Store
from feeds.store.opening import open_store

__all__ = ["TOMBSTONE", "Store", "open_store"]
