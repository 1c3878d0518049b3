"""Dates as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from feeds.render.dates import rfc822, rfc3339

MOMENTS = st.datetimes(timezones=st.just(UTC))


@given(MOMENTS)
def test_rfc_3339_date_is_the_moment_to_the_second(moment: datetime) -> None:
    written = rfc3339(moment)
    assert len(written) == len("2026-01-05T09:00:00Z")
    assert datetime.fromisoformat(written) == moment.replace(microsecond=0)


@given(MOMENTS)
def test_rfc_822_date_is_the_moment_to_the_second(moment: datetime) -> None:
    written = rfc822(moment)
    assert len(written) == len("Mon, 05 Jan 2026 09:00:00 GMT")
    assert datetime.strptime(written, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC) == moment.replace(microsecond=0)
