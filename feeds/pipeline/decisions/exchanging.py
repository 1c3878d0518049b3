"""Posts that took each other's names, as when an archive is numbered anew: their issues go with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from feeds.store import Store


def find_exchanged(store: Store, digests: Mapping[str, str], gone: Collection[str]) -> dict[str, str]:
    """Return the paths where issues are now, by key, whose bytes a post has that was known at another path.

    *digests* are those of the posts that are new or not as they were, by path; *gone* are the paths without a post now.
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
