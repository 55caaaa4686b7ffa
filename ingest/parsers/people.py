"""Names, addresses and handles as people write them in a byline."""

import re
from collections.abc import Iterator

from graphkit.names import name_alias
from graphkit.text import one_line
from ingest.record import Actor

_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_HANDLE = re.compile(r"(?<![\w.])@(?P<handle>[A-Za-z0-9][\w-]{0,62})")
_BETWEEN = re.compile(r"[;,]|\s(?:and|et|und|&)\s")
_AFFILIATION = re.compile(r"\([^()@]*\)|\[[^\[\]@]*\]")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|[<>()\[\]\"*_`]")
_LONGEST_NAME = 80
_MOST_WORDS = 6


def actors(value: str, role: str) -> Iterator[Actor]:
    """The people in a value such as ``Ada B <a@x.org>, Carl D (Acme) and @eve``.

    An address names the alias before a handle, a handle before the name; what can be none of
    these is left out.
    """
    for piece in _BETWEEN.split(_AFFILIATION.sub(" ", one_line(value))):
        actor = _actor(piece.strip(), role)
        if actor:
            yield actor


def address(value: str) -> str:
    """The mail address that a value is, in lower case; "" when it is none."""
    return value.strip().lower() if _ADDRESS.fullmatch(value.strip()) else ""


def named(alias: str, name: str, role: str) -> Actor:
    """An actor whose name, where the source gives none, is what their alias says."""
    return Actor(alias, " ".join(name.split()) or alias.partition(":")[2] or alias, role)


def _actor(piece: str, role: str) -> Actor | None:
    address, handle = _ADDRESS.search(piece), _HANDLE.search(piece)
    if address:
        rest = _HANDLE.sub(" ", piece.replace(address.group(), " "))
        return named(f"email:{address.group().lower()}", _ASIDE.sub(" ", rest), role)
    if handle:
        rest = piece.replace(handle.group(), " ")
        return named(f"handle:{handle['handle'].lower()}", _ASIDE.sub(" ", rest), role)
    name = " ".join(_ASIDE.sub(" ", piece).split()).strip(" .")
    words = len(name.split())
    alias = name_alias(name) if len(name) <= _LONGEST_NAME else ""
    if not alias or words > _MOST_WORDS:
        return None
    if not any(map(str.isalpha, name)) or any(c.isdigit() or c in ":/@" for c in name):
        return None
    return Actor(alias, name, role)
