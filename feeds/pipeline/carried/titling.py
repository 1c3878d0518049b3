"""Complete the titles of entries that are about to be published and whose title an earlier issue has, too."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from feeds.config import Config
from feeds.markup import to_text
from feeds.revisions import complete_by_issue, complete_by_words, label_of_issue
from feeds.sections import first_words
from feeds.store import RecurringTitle, Store

_ENOUGH = 1000  # characters, of which the first words are taken


def complete_titles(config: Config, store: Store, now: datetime) -> None:
    """Complete the recurring titles of what is due at *now* and was never published, if *config* asks for it.

    The label of the issue completes a title, or else the first words below it: where the issue
    has no short name, or several of its parts would have the same title.
    """
    if not config.feeds.complete_titles:
        return
    recurring = store.entries.recurring_titles(now)
    within = Counter((one.issue, one.title.casefold()) for one in recurring)
    completions = {}
    for one in recurring:
        label = label_of_issue(one.issue_title, one.number, config.site.title)
        alone = within[one.issue, one.title.casefold()] == 1
        completion = complete_by_issue(label) if label and alone else _by_words(store, one)
        completions[one.issue, one.section] = completion
    store.entries.set_completions(completions)


def _by_words(store: Store, one: RecurringTitle) -> str:
    text = to_text(store.entries.of_issue(one.issue).parts[one.section].content)[:_ENOUGH]
    return complete_by_words(first_words(text.removeprefix(one.title)))
