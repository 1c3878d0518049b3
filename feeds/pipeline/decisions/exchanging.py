"""Posts that took each other's names, as when an archive is numbered anew: their issues go with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from msgspec import Struct

from feeds.store import Store


class Claim(Struct, frozen=True):
    """What the author of a post says of its issue."""

    id: str  # "" where there is none
    title: str


def find_exchanged(
    store: Store, digests: Mapping[str, str], gone: Collection[str], claims: Mapping[str, Claim]
) -> dict[str, str]:
    """Return the paths where issues are now, by key, that a post has at another path than before.

    It has their bytes; or their title and their id, while the post at their path claims another id. *digests* are those
    of the posts that are new or not as they were, by path; *gone* are the paths without a post now; *claims* are those
    of the posts that were read, by path.
    """
    found = _with_known_bytes(store, digests, gone)
    return found | _with_claimed_ids(store, claims, found)


def _with_known_bytes(store: Store, digests: Mapping[str, str], gone: Collection[str]) -> dict[str, str]:
    """Return the paths of posts whose bytes were known at another path, by the key of the issue there.

    A post in a new file whose old one is gone is not among them: it may be edited, too, and is looked for by its words.
    """
    if len(digests) + len(gone) < 2 or not digests:
        return {}
    before, now = store.posts.with_digests(digests.values()), Counter(digests.values())
    found: dict[str, str] = {}
    for path, digest in digests.items():
        was = before.get(digest, [])
        if len(was) != 1 or now[digest] > 1 or not (was[0] in digests or (was[0] in gone and store.posts.get(path))):
            continue
        if key := store.issues.key_of_path(was[0]):
            found[key] = path
    return found


def _with_claimed_ids(store: Store, claims: Mapping[str, Claim], found: Mapping[str, str]) -> dict[str, str]:
    """Return the paths of posts that claim the id of an issue elsewhere, by its key, besides those *found* already.

    Its title has to be the same: an id that is given to another text was published, and readers know it. An id that two
    posts claim belongs to neither, and no issue loses its place to one that only claims an id.
    """
    posts = Counter(claim.id for claim in claims.values())
    moved: dict[str, str] = {}
    for path, claim in claims.items():
        holder = store.issues.holder_of(claim.id) if claim.id and posts[claim.id] == 1 else None
        if holder is None or holder.path in (path, "") or holder.key in found:
            continue
        there = claims.get(holder.path, claim)
        if there.id != claim.id and store.issues.title_of(holder.key) == claim.title:
            moved[holder.key] = path
    while taken := [key for key, path in moved.items() if _is_taken(store, path, {*found, *moved})]:
        for key in taken:
            del moved[key]
    return moved


def _is_taken(store: Store, path: str, leaving: Collection[str]) -> bool:
    """Return whether an issue is at *path* that is not among those with keys that are *leaving*."""
    key = store.issues.key_of_path(path)
    return key is not None and key not in leaving
