"""The curator's workbench: how topics cover an archive, which are worth adding, and rules learned from labels.

No build imports it.
"""

from feeds.curation.coverage import coverage_lines, sections_of
from feeds.curation.drift import drift_lines
from feeds.curation.labels import examples_of, examples_with_topics, read_labels
from feeds.curation.learning import Example, Naming, Quality, cross_validate, learn
from feeds.curation.suggestions import Suggestion, Suggestions, suggest
from feeds.curation.topics_yaml import learned_yaml, quality_line, suggested_yaml
from feeds.curation.unmapped import unmapped_lines

__all__ = [
    "Example",
    "Naming",
    "Quality",
    "Suggestion",
    "Suggestions",
    "coverage_lines",
    "cross_validate",
    "drift_lines",
    "examples_of",
    "examples_with_topics",
    "learn",
    "learned_yaml",
    "quality_line",
    "read_labels",
    "sections_of",
    "suggest",
    "suggested_yaml",
    "unmapped_lines",
]
