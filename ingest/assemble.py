"""Record and mentions become a reading. Pure: ids, permissions and digests are set here."""

from collections.abc import Sequence

from graphkit.ids import MAX_ID, checked, digest
from graphkit.model import Contribution, Digest, Document, Reading
from graphkit.text import is_word, one_line
from ingest.clean import readable
from ingest.dates import utc
from ingest.extraction import Found
from ingest.record import Actor, Content
from ingest.robots import is_person

VERSION = "assemble-2"
"""Part of the digest: a new version reads everything again."""


def assemble(
    document_id: str,
    content: Content,
    found: Found | None,
    *,
    acl: frozenset[str],
    stamp: Digest,
) -> Reading:
    """The reading of one record.

    Parameters
    ----------
    found
        Its mentions, by topic; None keeps those on file.
    acl
        Serves a record that brings none of its own.

    Raises
    ------
    RecordRejected
        When an id is outside the model's limits.
    """
    mentions = None if found is None else tuple(found.mentions)
    said = [mention for mention in mentions or () if is_word(mention.topic)]
    topics = [mention.topic for mention in said]
    times = [mention.times for mention in said]
    people = [actor for actor in content.actors if is_person(actor.alias, actor.name)]
    document = Document(
        id=document_id,
        title=shown(content.title) or shown(content.place),
        acl=acl if content.acl is None else content.acl,
        link=shown(content.link),
        date=utc(content.date) if content.date else None,
        language=found.language if found else "",
        length=sum(times),
        thread=checked(content.thread) if content.thread else None,
        reply_to=content.reply_to,
        bag=digest("\n".join(topics), str(times)) if topics else "",
        act=found.act if found else "",
    )
    return Reading(document, _contributions(people), mentions, stamp)


def shown(text: str) -> str:
    """One line that is safe to show, at most 512 characters."""
    return one_line(readable(text))[:MAX_ID].rstrip()


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
