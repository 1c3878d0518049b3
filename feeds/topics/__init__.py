"""Topics: what their rules find in a section, and why; those that tags make."""

from feeds.topics.rules import Hit, TopicRules, Verdict
from feeds.topics.tags import TagTopic, mint_tag_topics, with_tag_topics

__all__ = ["Hit", "TagTopic", "TopicRules", "Verdict", "mint_tag_topics", "with_tag_topics"]
