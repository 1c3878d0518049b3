"""Parse front matter and body: what the author says about an issue, under whatever name."""

from feeds.issues.numbering import Estimate, estimate_dates
from feeds.issues.parsing import parse_issue

__all__ = ["Estimate", "estimate_dates", "parse_issue"]
