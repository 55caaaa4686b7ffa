"""Record and mentions become a reading. Pure: ids, permissions and digests are set here."""

from collections.abc import Sequence
from datetime import UTC, datetime

from graphkit.ids import MAX_ID, checked, digest
from graphkit.model import Contribution, Digest, Document, Mention, Reading
from graphkit.text import is_word, one_line
from ingest.clean import readable
from ingest.record import Actor, Content

_WRITTEN = ("%d.%m.%Y", "%d/%m/%Y", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%Y-%m", "%Y")
"""Dates that are no ISO 8601, as people write them."""


def assemble(  # noqa: PLR0913  two things in, four facts about them
    document_id: str,
    content: Content,
    mentions: Sequence[Mention] | None,
    *,
    language: str = "",
    acl: frozenset[str],
    stamp: Digest,
) -> Reading:
    """The reading of one record.

    Parameters
    ----------
    mentions
        By topic; None keeps those on file.
    acl
        Serves a record that brings none of its own.

    Raises
    ------
    RecordRejected
        When an id is outside the model's limits.
    """
    said = [mention for mention in mentions or () if is_word(mention.topic)]
    topics = [mention.topic for mention in said]
    times = [mention.times for mention in said]
    document = Document(
        id=document_id,
        title=shown(content.title),
        acl=acl if content.acl is None else content.acl,
        link=shown(content.link),
        date=utc(content.date) if content.date else None,
        language=language,
        length=sum(times),
        thread=checked(content.thread) if content.thread else None,
        reply_to=content.reply_to,
        bag=digest("\n".join(topics), str(times)) if topics else "",
    )
    found = None if mentions is None else tuple(mentions)
    return Reading(document, _contributions(content.actors), found, stamp)


def shown(text: str) -> str:
    """One line that is safe to show, at most 512 characters."""
    return one_line(readable(text))[:MAX_ID].rstrip()


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


def _contributions(actors: Sequence[Actor]) -> tuple[Contribution, ...]:
    """One for each alias, with all its roles, under the first of the names written."""
    roles: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    for actor in actors:
        alias = checked(actor.alias)
        roles.setdefault(alias, set()).add(shown(actor.role) or "participant")
        names.setdefault(alias, shown(actor.name) or alias)
    return tuple(
        Contribution(alias, names[alias], tuple(sorted(roles[alias]))) for alias in sorted(roles)
    )
