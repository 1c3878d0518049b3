"""Parse posts: front matter under its customary names, and the body."""

from feeds.issues.numbering import Estimate, Numbered, estimate_dates
from feeds.issues.parsing import parse_issue

__all__ = ["Estimate", "Numbered", "estimate_dates", "parse_issue"]
