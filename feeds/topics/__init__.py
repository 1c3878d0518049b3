"""Topics: assigned by rule, made from tags, and ready lists of them."""

from feeds.topics.lines import Hit
from feeds.topics.presets import preset, preset_names
from feeds.topics.rules import TopicRules, Verdict
from feeds.topics.tags import mint_tag_topics, with_tag_topics
from feeds.topics.words import key_of

__all__ = [
    "Hit",
    "TopicRules",
    "Verdict",
    "key_of",
    "mint_tag_topics",
    "preset",
    "preset_names",
    "with_tag_topics",
]
