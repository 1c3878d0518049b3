"""Find the original links: those that the author wrote, and those that a post has lost.

Functions that need no network (`Wrappers`, `find_links`, `improve`) are imported with this
room. Look-ups import the modules that make requests (`resolving`, `visiting`) or read pages
(`searching`).
"""

from feeds.links.finding import find_links
from feeds.links.findings import NOTHING, Findings, load_findings
from feeds.links.fragments import lead_to_items, lead_to_sections
from feeds.links.improving import improve, lead_permalink
from feeds.links.references import find_references, may_have_references, references_in
from feeds.links.shorteners import Shorteners, must_not_be_asked
from feeds.links.tallies import tally_links
from feeds.links.tracking import strip_tracking
from feeds.links.wrappers import Wrappers

__all__ = [
    "NOTHING",
    "Findings",
    "Shorteners",
    "Wrappers",
    "find_links",
    "find_references",
    "improve",
    "lead_permalink",
    "lead_to_items",
    "lead_to_sections",
    "load_findings",
    "may_have_references",
    "must_not_be_asked",
    "references_in",
    "strip_tracking",
    "tally_links",
]
