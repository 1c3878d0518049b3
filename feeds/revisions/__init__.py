"""Stamp entries with ids and dates that survive edits.

A feed reader remembers ids for years. So an id is minted once and remembered; each run
matches the sections of an issue with the remembered ones, and a match keeps its id
through retitling, reordering and insertion. `published` is frozen when an entry is first
published; `updated` changes only with its words, its title or its links.
"""

from feeds.revisions.completions import complete_by_issue, complete_by_words, label_of_issue
from feeds.revisions.entries import make_entries
from feeds.revisions.matching import find_moved, match_sections, words_of_issue
from feeds.revisions.minting import mint_issue_id, mint_issue_key
from feeds.revisions.stamping import StampRequest, stamp_issue
from feeds.revisions.wording import count_known, issue_hash, says_the_same, significant_hashes

__all__ = [
    "StampRequest",
    "complete_by_issue",
    "complete_by_words",
    "count_known",
    "find_moved",
    "issue_hash",
    "label_of_issue",
    "make_entries",
    "match_sections",
    "mint_issue_id",
    "mint_issue_key",
    "says_the_same",
    "significant_hashes",
    "stamp_issue",
    "words_of_issue",
]
