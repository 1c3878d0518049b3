"""Find the original links: where the author sends the reader, and where a lost link would lead."""

from feeds.links.finding import find_links
from feeds.links.references import find_references

__all__ = ["find_links", "find_references"]
