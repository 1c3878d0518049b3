"""Recall and remember between runs: one SQLite file, `.feeds/state.sqlite3` beside config.yaml."""

from sqlite3 import Error as DatabaseError

from feeds.store.archives import Archived, to_slot
from feeds.store.damage import move_away, set_aside
from feeds.store.entries import TOMBSTONE, RecurringTitle
from feeds.store.issues import NO_EFFECT, Effect, join_effects
from feeds.store.listings import Period, WrittenPage
from feeds.store.memory import Store
from feeds.store.opening import PATIENCE, copy_store, is_store, new_store, open_store, view_kept, view_store
from feeds.store.relations import Relatable
from feeds.store.touched import Touched

__all__ = [
    "NO_EFFECT",
    "PATIENCE",
    "TOMBSTONE",
    "Archived",
    "DatabaseError",
    "Effect",
    "Period",
    "RecurringTitle",
    "Relatable",
    "Store",
    "Touched",
    "WrittenPage",
    "copy_store",
    "is_store",
    "join_effects",
    "move_away",
    "new_store",
    "open_store",
    "set_aside",
    "to_slot",
    "view_kept",
    "view_store",
]
