"""Dates as sources state them, in one form."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.dates import utc


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2024-05-14", "2024-05-14"),
        (" 2024-05-14 ", "2024-05-14"),
        ("20240514", "2024-05-14"),
        ("2024-05-14T09:12:30", "2024-05-14T09:12:30"),
        ("2024-05-14 09:12:30.987", "2024-05-14T09:12:30"),
        ("2024-05-14T09:12:00Z", "2024-05-14T09:12:00"),
        ("2024-05-14T00:30:00+02:00", "2024-05-13T22:30:00"),
        ("2024-05-14 23:30:00-05:00", "2024-05-15T04:30:00"),
        ("14.05.2024", "2024-05-14"),
        ("14/05/2024", "2024-05-14"),
        ("14 May 2024", "2024-05-14"),
        ("May 14, 2024", "2024-05-14"),
        ("3 Oct 2024", "2024-10-03"),
        ("2024-05", "2024-05"),
        ("2024", "2024"),
        ("spring", None),
        ("2024-13-45", None),
        ("30.02.2024", None),
        ("0001-01-01T00:00:00+02:00", None),
        ("9999-12-31T23:59:59-01:00", None),
        ("\ud800", None),
        ("", None),
    ],
)
def test_dates_are_iso_8601_and_times_utc(written: str, date: str | None) -> None:
    assert utc(written) == date


@settings(deadline=None)
@given(st.text(max_size=30))
def test_whatever_is_no_date_is_none(written: str) -> None:
    date = utc(written)
    assert date is None or utc(date) == date
