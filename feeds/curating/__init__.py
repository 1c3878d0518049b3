"""What `feeds topics` tells a curator: what topics cover, what none claims, what is worth adding."""

from feeds.curating.coverage import coverage_lines, sections_of
from feeds.curating.drift import drift_lines
from feeds.curating.unmapped import unmapped_lines
from feeds.curating.written import learned_yaml, quality_line, suggested_yaml

__all__ = [
    "coverage_lines",
    "drift_lines",
    "learned_yaml",
    "quality_line",
    "sections_of",
    "suggested_yaml",
    "unmapped_lines",
]
