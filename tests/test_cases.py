"""Golden cases: small sites, changes step by step, and every byte that they must publish."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden import Case, accept, all_cases, assert_same, play


def _marked(case: Case) -> object:
    marks = [pytest.mark.xfail(reason=case.fails, strict=True, raises=AssertionError)] if case.fails else []
    return pytest.param(case, id=case.path.name, marks=marks)


@pytest.mark.parametrize("case", [_marked(case) for case in all_cases()])
def test_a_case_publishes_the_bytes_it_must(case: Case, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    found = play(case, tmp_path / "site")
    if pytestconfig.getoption("--accept") and not case.fails:
        accept(case, found)
    assert_same(case.expected, found, f"{case.about}\n(pytest --accept writes the files that were found)")


def test_every_case_has_a_sentence_about_its_subject() -> None:
    cases = list(all_cases())
    assert len(cases) >= 10
    assert [case.path.name for case in cases if not case.about.endswith(".")] == []
