"""Dates as sources state them, in one form."""

from datetime import UTC, datetime

_WRITTEN = ("%d.%m.%Y", "%d/%m/%Y", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%Y-%m", "%Y")
"""Dates that are no ISO 8601, as people write them."""


def utc(date: str) -> str | None:
    """A date in ISO 8601, times in UTC; None when it is no date.

    >>> utc("2024-05-14T09:12:00+02:00"), utc("2024-05-14"), utc("14.05.2024"), utc("spring")
    ('2024-05-14T07:12:00', '2024-05-14', '2024-05-14', None)
    """
    date = date.strip()
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        return _written(date)
    if len(date) <= len("2024-05-14"):
        return moment.date().isoformat()
    try:
        moment = moment.astimezone(UTC) if moment.tzinfo else moment
    except OverflowError:  # the first and the last day there is
        return None
    return moment.replace(tzinfo=None, microsecond=0).isoformat()


def _written(date: str) -> str | None:
    for form in _WRITTEN:
        try:
            found = datetime.strptime(date, form).date().isoformat()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
        return found[: {"%Y": 4, "%Y-%m": 7}.get(form, 10)]
    return None
