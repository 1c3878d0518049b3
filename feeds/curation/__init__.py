"""The curator's workbench: how topics cover an archive, which are worth adding, and rules learned from labels.

No build imports it.
"""

from feeds.curation.coverage import Coverage, cover, sections_of
from feeds.curation.drift import Drift, find_drift
from feeds.curation.examples import examples_of, examples_with_topics
from feeds.curation.headings import RecurringHeading, issues_of
from feeds.curation.labels import read_labels
from feeds.curation.learning import Example, Quality, TopicNames, cross_validate, learn
from feeds.curation.recurring import recurring_headings
from feeds.curation.suggestions import Suggestion, Suggestions, suggest
from feeds.curation.unmapped import Unmapped, find_unmapped
from feeds.curation.writing import WIDTH, comment, quoted, topic_lines

__all__ = [
    "WIDTH",
    "Coverage",
    "Drift",
    "Example",
    "Quality",
    "RecurringHeading",
    "Suggestion",
    "Suggestions",
    "TopicNames",
    "Unmapped",
    "comment",
    "cover",
    "cross_validate",
    "examples_of",
    "examples_with_topics",
    "find_drift",
    "find_unmapped",
    "issues_of",
    "learn",
    "quoted",
    "read_labels",
    "recurring_headings",
    "sections_of",
    "suggest",
    "topic_lines",
]
