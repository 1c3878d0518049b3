"""Parse front matter and body: what the author says about an issue, under whatever name."""

from feeds.issues.numbering import Estimate, Numbered, estimate_dates
from feeds.issues.parsing import parse_issue

__all__ = ["Estimate", "Numbered", "estimate_dates", "parse_issue"]
