"""Topics: what their rules find in a section, and why; what tags make, what is ready, learned or worth adding."""

from feeds.topics.headings import Heading, recurring_headings
from feeds.topics.learning import Example, Naming, Quality, cross_validate, learn
from feeds.topics.lines import Hit
from feeds.topics.presets import preset, preset_names
from feeds.topics.rules import TopicRules, Verdict
from feeds.topics.suggesting import Suggestion, Suggestions, suggest
from feeds.topics.tags import mint_tag_topics, with_tag_topics
from feeds.topics.words import key_of

__all__ = [
    "Example",
    "Heading",
    "Hit",
    "Naming",
    "Quality",
    "Suggestion",
    "Suggestions",
    "TopicRules",
    "Verdict",
    "cross_validate",
    "key_of",
    "learn",
    "mint_tag_topics",
    "preset",
    "preset_names",
    "recurring_headings",
    "suggest",
    "with_tag_topics",
]
