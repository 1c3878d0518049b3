"""Parse posts: front matter under its customary names, and the body."""

from feeds.issues.numbering import Estimate, estimate_dates
from feeds.issues.parsing import parse_issue

__all__ = ["Estimate", "estimate_dates", "parse_issue"]
