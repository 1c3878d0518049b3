"""Dates estimated from numbers: in order, in their year, never in the future."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from feeds.issues.dates import span_in_path
from feeds.issues.numbering import estimate_dates
from feeds.model import Numbered

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def numbered(*lines: str) -> list[Numbered]:
    """Return issues from lines of path, number (or -) and date (or nothing)."""
    issues = []
    for line in lines:
        path, number, *date = line.split()
        issues.append(
            Numbered(
                path=path,
                number=None if number == "-" else int(number),
                published=day(date[0]) if date else None,
                within=None if date else span_in_path(path, UTC),
            )
        )
    return issues


def days(*lines: str, now: datetime = NOW) -> dict[str, str]:
    return {path: f"{one.published:%Y-%m-%d}" for path, one in estimate_dates(numbered(*lines), now).items()}


def test_between_two_neighbours_it_is_in_proportion() -> None:
    assert days("1.md 1 2026-01-01", "2.md 2", "4.md 4", "11.md 11 2026-01-11") == {
        "2.md": "2026-01-02",
        "4.md": "2026-01-04",
    }


def test_before_the_oldest_the_pace_is_the_same() -> None:
    assert days("1.md 1", "2.md 2", "3.md 3 2026-01-15", "4.md 4 2026-01-22", "5.md 5 2026-01-29") == {
        "1.md": "2026-01-01",
        "2.md": "2026-01-08",
    }


def test_the_newest_is_dated_when_it_is_seen() -> None:
    assert days("1.md 1 2026-01-01", "2.md 2") == {}
    assert days("1.md 1 2026-05-30", "2.md 2", "3.md 3") == {"2.md": "2026-05-31"}
    assert days("42.md 42") == {}


def test_an_archive_without_any_date_is_taken_as_weekly() -> None:
    assert days("1.md 1", "2.md 2", "4.md 4") == {"1.md": "2026-05-11", "2.md": "2026-05-18"}
    (estimate,) = estimate_dates(numbered("1.md 1", "2.md 2"), NOW).values()
    assert estimate.source == "its number 1, before 2, the newest, as if weekly"


def test_issues_in_an_archive_are_in_one_series_with_those_beside_it() -> None:
    found = days("archive/1.md 1", "archive/2.md 2", "3.md 3", "4.md 4")
    assert [found.get(path) for path in ("archive/1.md", "archive/2.md", "3.md")] == [
        "2026-05-11",
        "2026-05-18",
        "2026-05-25",
    ]


def test_a_year_without_any_date_is_filled_evenly() -> None:
    assert days("2019/1.md 1", "2019/2.md 2", "2019/3.md 3", "2019/4.md 4") == {
        "2019/1.md": "2019-02-15",
        "2019/2.md": "2019-05-17",
        "2019/3.md": "2019-08-17",
        "2019/4.md": "2019-11-16",
    }
    assert days("2016/issue-20.md 20", "2019/issue-150.md 150") == {
        "2016/issue-20.md": "2016-07-02",
        "2019/issue-150.md": "2019-07-02",
    }


def test_an_issue_alone_in_its_month_or_week_is_dated_its_first_day() -> None:
    months = {"2026-01.md": ("2026-01", "2026-02"), "2026-02.md": ("2026-02", "2026-03")}
    found = estimate_dates([within(path, f"{a}-01", f"{b}-01") for path, (a, b) in months.items()], NOW)
    assert {path: one.published.date().isoformat() for path, one in found.items()} == {
        "2026-01.md": "2026-01-01",
        "2026-02.md": "2026-02-01",
    }
    (week,) = estimate_dates([within("2026-W05.md", "2026-01-26", "2026-02-02")], NOW).values()
    assert (f"{week.published:%Y-%m-%d}", week.source) == ("2026-01-26", "its place in 2026-W05")


def test_what_looks_like_a_month_is_a_number_if_there_are_more_than_twelve() -> None:
    issues = [
        within(f"2025-{number:02}.md", f"2025-{number:02}-01", f"2025-{number + 1:02}-01") for number in range(1, 12)
    ]
    issues += [within(f"2025-{number}.md", "2025-01-01", "2026-01-01") for number in range(13, 53)]
    found = estimate_dates(issues, NOW)
    assert f"{found['2025-01.md'].published:%Y-%m}" == "2025-01"
    assert f"{found['2025-11.md'].published:%Y-%m}" == "2025-03"
    assert found["2025-52.md"].source == "its number 52 in 2025"


def within(path: str, first: str, end: str) -> Numbered:
    span = (datetime.fromisoformat(f"{first}T00:00:00+00:00"), datetime.fromisoformat(f"{end}T00:00:00+00:00"))
    return Numbered(path=path, number=None, published=None, within=span)


def test_the_current_year_is_filled_up_to_now_and_its_newest_is_first_seen() -> None:
    assert days("2025/1.md 1", "2026/2.md 2", "2026/3.md 3") == {"2025/1.md": "2025-07-02", "2026/2.md": "2026-03-17"}


def test_numbers_that_restart_are_compared_within_their_year() -> None:
    issues = numbered(
        *(f"{year}/0{number}.md {number} {year}-0{number}-01" for year in (2020, 2021) for number in (1, 2, 3, 4, 5)),
    )
    draft = Numbered(path="2022/01.md", number=6, published=None, within=span_in_path("2021/x.md", UTC))
    estimate = estimate_dates([*issues, draft], NOW)["2022/01.md"]
    assert f"{estimate.published:%Y-%m-%d}" == "2021-05-31"
    assert estimate.source == "its number 6, after 5 (2021-05-01) in 2021"


def test_a_few_issues_are_enough_to_see_that_numbers_restart() -> None:
    lines = [
        "2017/04.md 4 2017-03-13",
        "2018/09.md 9 2018-09-26",
        "2018/11.md 11 2018-10-10",
        "2019/05.md 5 2019-03-13",
    ]
    assert days(*lines, "2019/09.md 9 2019-05-15", "2021/03.md 3 2021-04-09", "2021/06.md 6") == {
        "2021/06.md": "2021-10-26"
    }


def test_folders_and_languages_are_dated_separately() -> None:
    assert days("a/1.md 1 2020-01-01", "b/2.md 2", "a/3.md 3 2020-01-03", "b/3.md 3 2026-01-02") == {
        "b/2.md": "2025-12-26"
    }
    assert days("1.md 1 2020-01-01", "2.fr.md 2", "3.md 3 2020-01-03") == {}


def test_a_date_that_contradicts_the_others_is_not_used() -> None:
    lines = [
        "1.md 1 2026-01-01",
        "2.md 2 2062-01-08",
        "3.md 3",
        "4.md 4 2026-01-22",
        "5.md 5 2019-01-29",
        "6.md 6 2026-02-05",
    ]
    assert days(*lines) == {"3.md": "2026-01-15"}


def test_the_reason_is_given_in_words() -> None:
    issues = numbered("1.md 1 2026-01-01", "2.md 2", "3.md 3 2026-01-15", "2019/a.md -", "4.md 4", "5.md 5")
    sources = {path: estimate.source for path, estimate in estimate_dates(issues, NOW).items()}
    assert sources == {
        "2.md": "its number 2, between 1 (2026-01-01) and 3 (2026-01-15)",
        "4.md": "its number 4, between 3 (2026-01-15) and 5, the newest",
        "2019/a.md": "its place in 2019",
    }


def test_a_future_issue_is_not_a_neighbour() -> None:
    assert days("1.md 1 2026-01-01", "2.md 2", "3.md 3 2026-07-01") == {}


_SPANS = st.one_of(st.none(), st.sampled_from([span_in_path(f"{year}/x.md", UTC) for year in range(2018, 2028)]))
_DATES = st.one_of(st.none(), st.dates(date(2017, 1, 1), date(2027, 1, 1)))


@st.composite
def _issues(draw: st.DrawFn) -> list[Numbered]:
    """Issues of one series, dated in order where they are dated."""
    numbers = draw(st.lists(st.integers(0, 60), max_size=12, unique=True))
    dates = sorted(draw(st.lists(st.integers(0, 3400), min_size=len(numbers), max_size=len(numbers), unique=True)))
    issues = []
    slip = draw(st.integers(0, 20))  # one may lie in the folder of another year
    for index, (number, offset) in enumerate(zip(sorted(numbers), dates, strict=True)):
        when = datetime(2017, 1, 1, tzinfo=UTC) + timedelta(days=offset)
        known = draw(st.sampled_from(["date", "year", "nothing"]))
        year = when.year if index != slip else draw(st.integers(2016, 2027))
        within = span_in_path(f"{year}/x.md", UTC) if known == "year" else None
        issues.append(
            Numbered(path=f"{number}.md", number=number, published=when if known == "date" else None, within=within)
        )
    return issues


@given(issues=_issues(), seed=st.randoms())
def test_the_order_by_number_is_the_order_by_date_whatever_the_order_of_reading(
    issues: list[Numbered], seed: object
) -> None:
    estimates = estimate_dates(issues, NOW)
    shuffled = list(issues)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    assert estimate_dates(shuffled, NOW) == estimates
    assert all(estimate.published < NOW for estimate in estimates.values())
    past = [issue for issue in issues if not (issue.published and issue.published > NOW)]
    dated = [estimates[i.path].published if i.path in estimates else i.published for i in past]
    known = [when for when in dated if when]
    assert all(one < other for one, other in pairwise(known))
    undated = [index for index, when in enumerate(dated) if when is None]
    assert undated in ([], [len(past) - 1])  # only the newest is left to be seen


@given(st.lists(st.tuples(st.integers(0, 9), _DATES, _SPANS), max_size=15))
def test_contradictions_of_any_kind_end_in_dates_of_the_past(facts: list[tuple[int, date | None, object]]) -> None:
    issues = [
        Numbered(
            path=f"{index}.md",
            number=number or None,
            published=datetime(when.year, when.month, when.day, tzinfo=UTC) if when else None,
            within=span,  # type: ignore[arg-type]
        )
        for index, (number, when, span) in enumerate(facts)
    ]
    estimates = estimate_dates(issues, NOW)
    assert all(estimate.published < NOW for estimate in estimates.values())
    assert set(estimates) <= {issue.path for issue in issues if issue.published is None}


@pytest.mark.slow
@pytest.mark.parametrize("count", [20_000])
def test_a_long_archive_is_dated_quickly(count: int) -> None:
    first = datetime(1999, 1, 1, tzinfo=UTC)
    issues = [
        Numbered(path=f"{n}.md", number=n, published=first + timedelta(hours=n) if n % 2 else None)
        for n in range(count)
    ]
    assert len(estimate_dates(issues, NOW)) == count // 2
    undated = [replace(issue, published=None) for issue in issues]
    assert len(estimate_dates(undated, NOW)) == count - 1
