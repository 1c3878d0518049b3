"""Words and phrases with `*` within: what they match, and that many stars take no longer."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.pipeline.processes.meter import Budget, Meter
from feeds.topics.wildcards import WildTerm
from feeds.topics.words import fold


def spans(term: str, text: str) -> list[tuple[int, int]]:
    return list(WildTerm(term, cased=False).spans(fold(text).encode()))


def found(term: str, text: str) -> list[str]:
    folded = fold(text).encode()
    return [folded[start:end].decode() for start, end in spans(term, text)]


def by_expression(term: str, text: str) -> list[tuple[int, int]]:
    """Return the spans as a regular expression finds them, which tries every combination."""
    words = [r"\S*".join(re.escape(fold(piece).strip()) for piece in word.split("*")) for word in term.split()]
    return [one.span() for one in re.finditer(f"(?<= ){' '.join(words)}(?= )", fold(text))]


@given(st.text("aab*b* ", min_size=1, max_size=9), st.text("aabbc  ", max_size=25))
def test_places_are_those_of_a_regular_expression(term: str, text: str) -> None:
    if "*" in term and term.strip("* "):
        assert spans(term, text) == by_expression(term, text)


def test_words_of_a_term_are_beside_each_other() -> None:
    assert found("large l*g* m*l", "Large language models, and a large legged mammal.") == [
        "large legged mammal",
    ]
    assert found("*coin", "Coins, a bitcoin and a coin") == ["bitcoin", "coin"]


def test_stars_do_not_match_twice() -> None:
    assert found("ab*ba", "aba, abba") == ["abba"]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("*".join("a" * 1000) + "*c", "a" * 500_000 + " " + "ab" * 250_000),
        ("*".join("a" * 40) + "*aa", ("ab" * 50 + " ") * 10_000),
        (" ".join(f"a*{number}" for number in range(100)), "a1 " * 300_000),
        ("*a*a b*", "aaa " * 250_000),
    ],
    ids=["long words", "many words", "many words of a term", "nearly"],
)
def test_many_stars_take_linear_time(term: str, text: str) -> None:
    folded, wild = fold(text).encode(), WildTerm(term, cased=False)
    generous = Budget(seconds=5, memory=1024**3)  # in every combination, each takes hours
    assert Meter(generous).run(lambda: list(wild.spans(folded))) == []
