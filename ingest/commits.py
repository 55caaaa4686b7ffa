"""Commits: who had which part in one, and what it says; the same wherever they are read from."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple, TypeVar

from graphkit.errors import RecordRejected
from graphkit.ids import digest, document_id
from graphkit.names import name_alias
from graphkit.text import one_line
from ingest.parsers.people import actors, named
from ingest.record import Actor, Content, Record, Skipped, Unreadable
from ingest.robots import is_program

VERSION = "commits-1"
"""Part of the digest: a new version reads every commit again."""

MOST_FILES = 50
"""A commit that touches more moves, imports or reformats them, and says little of each."""

_ROLES = {
    "co-authored-by": "author",
    "co-developed-by": "author",
    "reviewed-by": "reviewer",
    "acked-by": "reviewer",  # "has at least reviewed the patch" (kernel.org, submitting-patches)
    "tested-by": "reviewer",
    "approved-by": "approver",
    "reported-by": "participant",
    "suggested-by": "participant",
    "helped-by": "participant",
    "mentored-by": "participant",
    "signed-off-by": "participant",
}
_REMEMBERED = 4096
"""People: the same few make most of the commits."""
_BLANK = re.compile(r"\n\s*\n")
_PART = re.compile(
    rf"^(?P<key>{'|'.join(_ROLES)})[ \t]*:(?P<value>.*)\n?", re.IGNORECASE | re.MULTILINE
)
_TRAILERS = re.compile(
    r"(?:[A-Za-z][\w-]*:[ \t].*|\(cherry picked from .*\))"
    r"(?:\n(?:[A-Za-z][\w-]*:[ \t].*|\(cherry picked from .*\)|[ \t]+\S.*))*"
)
_BETWEEN = re.compile(r"(?<=>)\s*[,;&]\s*")
_IDENTITY = re.compile(r"(?P<name>[^<>]*)<\s*(?P<address>[^<>]*)>[^<>]*")
_ADDRESS = re.compile(r"[^\s<>@]{1,128}@[^\s<>@]{1,255}")
_Path = TypeVar("_Path")


class Identity(NamedTuple):
    """Somebody as git names them."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit; ``paths`` are those of the files it lends its people (`lent`)."""

    key: str
    author: Identity
    date: str | None
    message: str
    merge: bool
    paths: Sequence[str] = ()


def lent(paths: Sequence[_Path], *, merge: bool) -> Sequence[_Path]:
    """The files that count for the people of a commit: none of a merge, none of too many."""
    return () if merge or len(paths) > MOST_FILES else paths


def identity(text: str) -> Identity | None:
    """Who is meant by ``Ada B <a@x.org>`` or an address alone; None when it is neither.

    >>> identity('"Ada B" <a@x.org> (the tests)')
    Identity(name='Ada B', address='a@x.org')
    """
    text = " ".join(text.split())
    if _ADDRESS.fullmatch(text):
        return Identity("", text)
    found = _IDENTITY.fullmatch(text)
    return Identity(found["name"].strip('" '), found["address"].strip()) if found else None


def people(
    commit: Commit, resolve: Callable[[Identity], Identity] = lambda who: who
) -> tuple[Actor, ...] | None:
    """Who had which part in a commit, its author first; None when all of them are bots.

    Who merges reviews the work of others. A signature adds nothing to another part.

    Parameters
    ----------
    resolve
        The mailmap, applied to those whom the message names.
    """
    found = list(_parts(commit, resolve))
    humans = [actor for actor in found if not is_program(actor.alias, actor.name)]
    if found and not humans:
        return None
    busy = {actor.alias for actor in humans if actor.role != "participant"}
    return tuple(
        dict.fromkeys(
            actor for actor in humans if actor.role != "participant" or actor.alias not in busy
        )
    )


def record(
    source: str, commit: Commit, parts: tuple[Actor, ...] | None, raw: bytes
) -> Record | Unreadable | Skipped:
    """What a connector yields for a commit.

    Parameters
    ----------
    parts
        Its `people`.
    raw
        All that was read of it.
    """
    where = f"commit {commit.key[:12]}"
    if parts is None:
        return Skipped(where, "commits by bots")
    try:
        document = document_id(source, commit.key)
    except RecordRejected as rejected:
        return Unreadable(where, str(rejected))
    known = "\n".join(word for part in parts for word in (part.alias, part.name, part.role))
    stamp = digest(VERSION, raw, known)
    return Record(document, stamp, len(raw), where, partial(_content, commit, parts))


def _parts(commit: Commit, resolve: Callable[[Identity], Identity]) -> Iterator[Actor]:
    """Everybody a commit names, in its order."""
    yield from _actor(commit.author, "reviewer" if commit.merge else "author")
    for part in _PART.finditer(_halves(commit.message)[1]):
        role = _ROLES[part["key"].lower()]
        role = "reviewer" if commit.merge and role == "author" else role
        for piece in _BETWEEN.split(one_line(part["value"])):
            who = identity(piece)
            yield from _actor(resolve(who), role) if who else actors(piece, role)


@lru_cache(maxsize=_REMEMBERED)
def _actor(who: Identity, role: str) -> tuple[Actor, ...]:
    """Them in a role; nobody when there is neither a name nor an address."""
    if _ADDRESS.fullmatch(who.address) and who.address.isprintable():
        return (named(f"email:{who.address.lower()}", who.name, role),)
    if alias := name_alias(who.name):
        return (named(alias, who.name, role),)
    return ()


def _halves(message: str) -> tuple[str, str]:
    """The first line of a message, which is never a trailer, and what follows."""
    first, _, rest = message.replace("\r\n", "\n").strip().partition("\n")
    return first, rest


def _content(commit: Commit, parts: tuple[Actor, ...]) -> Content:
    first, rest = _halves(commit.message)
    title, *paragraphs = _BLANK.split(f"{first}\n{_PART.sub('', rest)}".rstrip())
    if paragraphs and _TRAILERS.fullmatch(paragraphs[-1]):
        paragraphs.pop()
    return Content(
        title=" ".join(title.split()),
        text="\n\n".join(filter(None, (*paragraphs, "\n".join(commit.paths)))),
        actors=parts,
        date=commit.date,
        link=commit.key,
    )
