"""Layouts: how site generators arrange posts (`known`), and which generator a folder belongs to (`surveying`)."""

from feeds.layouts.known import HUGO_FORMS, HUGO_PARTS, LAYOUTS, Layout, section_of
from feeds.layouts.surveying import (
    FoundLayout,
    Survey,
    data_files,
    find_layout,
    list_pages,
    marker_files,
    route_files,
    survey,
)

__all__ = [
    "HUGO_FORMS",
    "HUGO_PARTS",
    "LAYOUTS",
    "FoundLayout",
    "Layout",
    "Survey",
    "data_files",
    "find_layout",
    "list_pages",
    "marker_files",
    "route_files",
    "section_of",
    "survey",
]
