"""Objects that are no longer needed are freed at once: in a cycle they would stay until garbage is collected."""

from __future__ import annotations

import gc
import sys

from feeds.issues.address_parts import AddressParts
from feeds.languages import phrases_for
from feeds.render.archive_page import ArchivePage, ArchivePrinter
from feeds.render.spans import Span
from tests.parsing import CONFIG, parse


def test_a_page_that_was_rendered_is_not_kept_by_its_template() -> None:
    page = ArchivePage(folder="archive/", topic="", name="", span=Span(), earlier=None, later=None, parts=())
    printer = ArchivePrinter(CONFIG, {}, phrases_for("en"))
    before = sys.getrefcount(page)
    assert b"<html" in printer.render(page).content
    assert sys.getrefcount(page) == before


def test_the_parts_of_an_address_go_once_it_is_made() -> None:
    def count() -> int:
        return sum(isinstance(one, AddressParts) for one in gc.get_objects())

    gc.disable()
    try:
        before = count()
        assert parse("---\ntitle: x\n---\ntext").page
        assert count() == before
    finally:
        gc.enable()
