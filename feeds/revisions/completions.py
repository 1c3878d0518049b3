"""Complete titles that recur, so that readers can distinguish the entries of a feed: "Jobs" becomes "Jobs (Issue 42)".

A title is completed when its entry is published, and its completion is remembered with the
entry: a title that subscribers see never changes afterwards. Ids, hashes and topics depend on the
title as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from feeds.markup.characters import has_cjk
from feeds.regex import regex

_LONGEST = 40  # characters of a label
_BRACKETS = regex(r"[(（\[【〔「]([^()（）\[\]【】〔〕「」]*+)[)）\]】〕」]")
_IN_BRACKETS = regex(r"[()（）\[\]【】〔〕「」]")
_PARTS = regex(r"[:：|–—]|\s-\s")  # between the name of an issue and what it is about


def label_of_issue(title: str, number: int | None, newsletter: str = "") -> str:
    """Return how an issue is named where there is little room.

    That is the part of its *title* that has its *number*, or a short title, without the name of
    the *newsletter*, which is in the title of its feeds; otherwise its number, or "" if that is
    not known. Words in brackets in that part are its name if they have the number.

    >>> label_of_issue("Issue 12: Forty pairs of terns are back", 12), label_of_issue("May 2026", None)
    ('Issue 12', 'May 2026')
    >>> label_of_issue("Forty pairs of terns are back on the breakwater", 12)
    '#12'
    >>> label_of_issue("潮汐周刊（第 12 期）：四十对燕鸥", 12), label_of_issue("The Tide (No. 12)", 12)
    ('第 12 期', 'No. 12')
    >>> label_of_issue("The Tide #12", 12, "The Tide"), label_of_issue("The Tide", None, "The Tide")
    ('#12', 'The Tide')
    """
    title = _without_name(title, newsletter)
    of_number = re.compile(rf"(?<!\d)0*{number}(?!\d)") if number is not None else None
    if of_number and of_number.search(title):
        parts = (part for part in map(str.strip, _PARTS.split(title)) if len(part) <= _LONGEST)
        named = next(filter(of_number.search, parts), "")
        inside = filter(of_number.search, _BRACKETS.findall(named))
        apart = next(inside, "").strip() or " ".join(_BRACKETS.sub(" ", named).split())
        return f"#{number}" if not apart or apart.isdigit() or _IN_BRACKETS.search(apart) else apart
    if len(title) <= _LONGEST:
        return f"#{title}" if title.isdigit() else title
    return "" if number is None else f"#{number}"


def _without_name(title: str, newsletter: str) -> str:
    """Return *title* without the name of the *newsletter* at its beginning, if anything else is in it."""
    rest = re.sub(rf"\A{re.escape(newsletter)}(?!\w)", "", title, flags=re.IGNORECASE) if newsletter else title
    return rest.strip(" -–—:：|,") if any(map(str.isalnum, rest)) else title


def complete_by_issue(label: str) -> str:
    """Return what completes a title by the *label* of its issue: in brackets, unless it has some itself.

    >>> complete_by_issue("Issue 12"), complete_by_issue("第 12 期"), complete_by_issue("May (late)")
    (' (Issue 12)', '（第 12 期）', ' – May (late)')
    """
    if _IN_BRACKETS.search(label):
        return f" – {label}"
    return f"（{label}）" if has_cjk(label) else f" ({label})"


def complete_by_words(words: str) -> str:
    """Return what completes a title by the first *words* below it."""
    return f": {words}" if words else ""


def split_completed(shown: str, titles: Collection[str]) -> tuple[str, str]:
    """Return a title and its completion, where a feed has *shown* one of *titles* with a completion.

    Any other title has none.

    >>> split_completed("Jobs (Issue 12)", ["Jobs"]), split_completed("Jobs (Issue 12)", ["News"])
    (('Jobs', ' (Issue 12)'), ('Jobs (Issue 12)', ''))
    """
    if shown in titles:
        return shown, ""
    for title in titles:
        rest = shown.removeprefix(title)
        if rest != shown and (rest.startswith((": ", " – ")) or (rest[:2] == " (" and rest[-1] == ")")):
            return title, rest
        if rest != shown and rest[:1] == "（" and rest[-1] == "）":
            return title, rest
    return shown, ""
