"""Pages and feeds in the language of the newsletter: every sentence, plural and date."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

import feeds
from feeds.languages import phrases_for
from tests.folder import CONFIG, NOW, Folder

PACKAGE = Path(feeds.__file__).parent
CATALOGUES = sorted((PACKAGE / "languages").glob("*.po"))
LANGUAGES = [path.stem for path in CATALOGUES]
_CALL = re.compile(r"\b(?:say|plain|plural)\(('(?:[^'\\]|\\.)*'(?:, '(?:[^'\\]|\\.)*')?)")


def said_in_templates() -> Iterator[str]:
    for path in (PACKAGE / "render" / "templates").glob("*.j2"):
        for call in _CALL.findall(path.read_text()):
            yield ast.literal_eval(re.split(r"(?<='), (?=')", call)[0])


def said_in_code() -> Iterator[str]:
    """Yield each text that code says, and each that a setting has as its default and code says then."""
    for path in PACKAGE.rglob("*.py"):
        if "languages" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in ("say", "plural") and isinstance(node.args[0].value, str):
                    yield node.args[0].value
    yield from ("From {issue}.", "Withdrawn by its author on {date}.")
    yield from (f"about {{n}} a {period}" for period in ("day", "week", "month", "year"))


@dataclass(frozen=True)
class Translated:
    """A sentence of a catalogue, in English and in its language; two in English and some there if it has a plural."""

    context: str
    texts: tuple[str, ...]
    strings: tuple[str, ...]


def read(path: Path) -> list[Translated]:
    with path.open("rb") as file:
        return [
            Translated(one.context or "", _tuple(one.id), _tuple(one.string))
            for one in read_po(file, locale=path.stem)
            if one.id
        ]


def _tuple(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(map(str, text)) if isinstance(text, (tuple, list)) else ()


@pytest.mark.parametrize("path", CATALOGUES, ids=LANGUAGES)
def test_every_sentence_has_a_translation_and_none_is_left_over(path: Path) -> None:
    catalogue = read(path)
    assert {*said_in_templates(), *said_in_code()} == {one.texts[0] for one in catalogue if not one.context}
    assert all(all(one.strings) for one in catalogue)


@pytest.mark.parametrize("path", CATALOGUES, ids=LANGUAGES)
def test_a_translation_has_the_values_of_the_sentence(path: Path) -> None:
    for one in read(path):
        known = set(re.findall(r"{\w+}", one.texts[-1]))
        optional = {"{n}"} if len(one.texts) > 1 else {"{number}", "{month}"} if one.context else set()
        for said in one.strings:
            named = set(re.findall(r"{\w+}", said))
            assert known - optional <= named <= known | optional


@pytest.mark.parametrize("path", CATALOGUES, ids=LANGUAGES)
def test_what_is_shipped_is_what_the_catalogue_says(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as file:
        shipped = GNUTranslations(file)
    for one in read(path):
        if len(one.texts) > 1:
            assert {shipped.ngettext(one.texts[0], one.texts[1], n) for n in range(200)} <= set(one.strings)
        else:
            assert one.strings == (
                shipped.pgettext(one.context, one.texts[0]) if one.context else shipped.gettext(one.texts[0]),
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_months_and_plurals_are_those_of_cldr(language: str) -> None:
    phrases, locale = phrases_for(language), Locale(language)
    for month in range(1, 13):
        day = date(2026, month, 9)
        assert phrases.date(day) == format_date(day, "long", locale)
        assert phrases.month(2026, month) == format_skeleton("yMMMM", day, locale=locale)
    assert isinstance(phrases.catalogue, GNUTranslations)
    forms: dict[str, set[int]] = {}
    for n in range(1, 200):
        forms.setdefault(locale.plural_form(n), set()).add(phrases.catalogue.plural(n))  # type: ignore[attr-defined]
    assert all(len(form) == 1 for form in forms.values())


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de-AT", "Einträge"),
        ("pt-BR", "itens"),
        ("zh-CN", "个条目"),
        ("zh-TW", "entries"),
        ("zh-Hant-HK", "entries"),
        ("tlh", "entries"),
        ("en-GB", "entries"),
    ],
)
def test_a_language_without_a_catalogue_is_shown_in_english(language: str, expected: str) -> None:
    assert phrases_for(language).plural("{n} entry", "{n} entries", 5).endswith(expected)


@pytest.mark.parametrize(
    ("language", "direction", "shown"),
    [
        ("de", "ltr", ["Ganze Ausgaben", "Alle Abschnitte", "Jede Ausgabe von The Weekly.", "1. Mai 2026"]),
        ("ru", "ltr", ["1 выпуск; начало: май 2026", "2 записи", "Подписаться"]),
        ("ar", "rtl", ["عدد واحد منذ مايو 2026", "تابع", "كل أعداد The Weekly."]),
        ("zh-CN", "ltr", ["自2026年5月起共 1 期", "如何订阅", "最新：2026年5月1日"]),
    ],
)
def test_the_index_is_in_the_language_of_the_newsletter(
    site: Folder, language: str, direction: str, shown: list[str]
) -> None:
    site.configure(CONFIG + f"  language: {language}\n")
    site.issue()
    site.build()
    page = BeautifulSoup((site.public / "index.html").read_bytes(), "lxml")
    text = " ".join(page.get_text().split())
    assert page.html
    assert (page.html["lang"], page.html["dir"]) == (language, direction)
    assert [one for one in shown if one not in text] == []
    assert "Follow" not in text


def test_feeds_and_their_entries_speak_the_language_of_the_newsletter(site: Folder) -> None:
    site.configure(CONFIG + "  language: de\n")
    site.issue()
    site.build()
    feed = site.json()
    assert (feed["title"], feed["description"]) == (
        "The Weekly: alle Abschnitte",
        "Jeder Abschnitt jeder Ausgabe von The Weekly.",
    )
    assert "<p>Aus <a" in feed["items"][0]["content_html"]
    style = (site.public / "assets/feeds-xml.css").read_text(encoding="utf-8")
    assert 'content: "Dies ist ein Feed. ' in style


def test_a_line_of_the_config_is_taken_as_it_is(site: Folder) -> None:
    site.configure(CONFIG + "  language: de\nfeeds: {attribution: 'Via {issue}'}\n")
    site.issue()
    site.build(NOW)
    assert "<p>Via <a" in site.items()[0]["content_html"]
