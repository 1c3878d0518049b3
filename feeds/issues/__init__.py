"""Parse posts: front matter under its customary names, and the body."""

from feeds.issues.bodies import Finder
from feeds.issues.divided import DividedIssues, find_divided
from feeds.issues.numbering import Estimate, estimate_dates
from feeds.issues.pages import Doubt, find_doubtful
from feeds.issues.parsing import parse_issue

__all__ = [
    "DividedIssues",
    "Doubt",
    "Estimate",
    "Finder",
    "estimate_dates",
    "find_divided",
    "find_doubtful",
    "parse_issue",
]
