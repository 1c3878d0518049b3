"""Topics: assigned by rule, and made from tags. Ready lists of them (`presets`) are for commands."""

from feeds.topics.lines import Hit
from feeds.topics.rules import TopicRules, Verdict
from feeds.topics.tags import mint_tag_topics, with_tag_topics
from feeds.topics.words import key_of

__all__ = [
    "Hit",
    "TopicRules",
    "Verdict",
    "key_of",
    "mint_tag_topics",
    "with_tag_topics",
]
