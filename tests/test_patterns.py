"""Patterns of config.yaml, and the time that every regular expression of the program takes."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.regex import regex
from feeds.text.patterns import in_order, up_to_last, wildcard
from tests.attacks import Use, attacks, growth, modules, patterns


def outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """Yield *node* and what is within, except the bodies of functions, which run later."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.Lambda):
            yield from outside_functions(child)


def use_of(written: str, *, searches: bool = True) -> Use:
    return Use(place="test", pattern=re.compile(written), searches=searches)


@pytest.mark.parametrize(
    "written", [r"<[^>]*>", r"\s+x", r"a.*b.*c", r"(?:a+)+b", r"[a-z]+:", r"\.png(?:\?\S*)?\Z", r"x\s*(\S.*)y"]
)
def test_the_attacks_find_patterns_that_grow(written: str) -> None:
    use = use_of(written) if "a+)+" not in written else use_of(r"a*a*b")
    assert any(growth(use, attack) for attack in attacks(use.pattern))


@pytest.mark.parametrize("written", [r"<[^<>]*+>", r"(?<!\s)\s++x", r"[a-z]{1,60}:", r"a(?>.*?b)"])
def test_the_attacks_find_nothing_in_patterns_that_do_not(written: str) -> None:
    use = use_of(written, searches="b" not in written)
    assert not any(growth(use, attack) for attack in attacks(use.pattern))


def test_every_pattern_is_valid() -> None:
    assert all(use.pattern.groups >= 0 for use in patterns())  # what is asked of it compiles it


def test_a_pattern_can_be_sent_to_another_process_whether_or_not_it_was_used() -> None:
    unused, used = regex(r"[0-9]+", re.ASCII), regex(r"[0-9]+", re.ASCII)
    assert used.search("a 42")
    for pattern in (unused, used):
        sent = pickle.loads(pickle.dumps(pattern))
        assert sent.search("a 42")[0] == "42"
        assert sent.flags & re.ASCII


def test_no_module_compiles_a_pattern_when_it_is_imported() -> None:
    compiling = [
        f"{module.__name__}:{node.lineno}"
        for module in modules()
        for node in outside_functions(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
    ]
    assert compiling == []  # `regex` of feeds.regex waits for the first use


@pytest.mark.slow
def test_no_pattern_takes_more_than_linear_time() -> None:
    growing = {
        use.place: found for use in patterns() for attack in attacks(use.pattern) if (found := growth(use, attack))
    }
    assert growing == {}


@pytest.mark.parametrize("parts", [["a"] * 30, ["", *["a"] * 30, ""], ["a", *["b"] * 30]])
def test_wildcards_take_linear_time(parts: list[str]) -> None:
    written = "*".join(parts)
    for pattern in (wildcard(written), up_to_last(written)):
        use = Use(place=written, pattern=pattern, searches=False)
        assert not any(growth(use, ("", pumped, end)) for pumped in ("a", "ab", "b") for end in ("", "c"))


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a*", "a"),
        ("*a", "ba"),
        ("a*b*c", "abbcbc"),
        ("*", ""),
        ("**", "x"),
        ("a*a", "aa"),
        ("*a*b*", "xaxbx"),
        ("a", "A"),
    ],
)
def test_wildcards_match_anything_at_their_stars(written: str, text: str) -> None:
    assert wildcard(written).fullmatch(text)


@pytest.mark.parametrize(("written", "text"), [("a*a", "a"), ("a*b*a", "aba b"), ("a*bb*b", "abb"), ("a.c", "abc")])
def test_wildcards_match_nothing_else(written: str, text: str) -> None:
    assert not wildcard(written).fullmatch(text)


def test_parts_in_order_may_end_where_one_more_occurs() -> None:
    assert re.fullmatch(in_order(["a", "b", "c(?=d)"]) + "d", "a b c d c cd")
