"""Layouts: how site generators arrange posts (`known`), and which generator a folder belongs to (`surveying`), by
which files (`evidence`, `belonging`)."""

from feeds.layouts.evidence import ROUTES, data_files, list_pages, marker_files
from feeds.layouts.known import HUGO_FORMS, HUGO_PARTS, LAYOUTS, Layout, section_of
from feeds.layouts.surveying import FoundLayout, SiteSurvey, find_layout, survey

__all__ = [
    "HUGO_FORMS",
    "HUGO_PARTS",
    "LAYOUTS",
    "ROUTES",
    "FoundLayout",
    "Layout",
    "SiteSurvey",
    "data_files",
    "find_layout",
    "list_pages",
    "marker_files",
    "section_of",
    "survey",
]
