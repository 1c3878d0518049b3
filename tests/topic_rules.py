"""An entry to assign topics to, and rules to do it by."""

from __future__ import annotations

from typing import Any

from feeds.config import TopicRule
from tests.entries import entries_of
from tests.settings import read_topic

(ENTRY,) = entries_of("---\ntitle: x\n---\ntext")


def rule(slug: str = "t", **rules: Any) -> TopicRule:
    """Return the rule of a topic; *exclude* is its `not`."""
    return read_topic({"slug": slug, "not": rules.pop("exclude", []), **rules})
