"""What an alias shows of who is behind it: names, and a login at some place."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graphkit.likeness import is_full
from graphkit.name_words import name_words

Words = tuple[str, ...]
"""The folded words of a name."""

_NAMES = 5
"""Names as written that count of one alias."""
_SHORTEST = 4
"""Letters of a login that says who somebody is."""
_ROLES = frozenset(
    "account accounts admin administrator all contact desk developer editor guest hello help"
    " helpdesk hostmaster info jobs kontakt list lists mail news noreply office postmaster press"
    " root sales secretary security service staff support team test user users webmaster".split()
)
_GIVEN = frozenset(
    "adam alex alice andrea andreas anna anne antonio ben carlos chris christian claudia daniel"
    " david elena emma eric erik felix francesco frank giulia hans helen ivan jack jakob james"
    " jan jane jean john jonas jorge jose juan julia julie karin laura lars lisa lucas luis maria"
    " marie mario mark martin mary michael michel mike monika nick nina olga olivier paolo patrick"
    " paul pedro peter philippe pierre piotr robert sandra sara sarah simon sophie stefan steve"
    " susan thomas tomas victor will".split()
)
"""First names that many bear, for where the names at hand are too few to tell."""
_HIDDEN_HOST = re.compile(r"users\.noreply\.(.+)")
_OPAQUE = re.compile(r"[UW][A-Z0-9]+")
"""Slack's numbers of people."""
_NUMBER_BEFORE = re.compile(r"^\d+[+-]")
_NUMBER_BEHIND = re.compile(r"[._-]?\d+$")
_GAPS = re.compile(r"[._-]+")


@dataclass(frozen=True, slots=True)
class Face:
    """What an alias shows.

    Parameters
    ----------
    names, full
        As written, without stand-ins such as the address; those that have a surname.
    login, place
        What stands before the @ and behind it; a handle, and where it is one; "" when not known.
        At one place nobody else has the login.
    """

    names: tuple[str, ...]
    full: tuple[str, ...]
    login: str
    place: str

    @property
    def letters(self) -> str:
        """The login without dots and hyphens."""
        return _GAPS.sub("", self.login)

    @property
    def root(self) -> str:
        """The login without a number at its end, which tells namesakes apart."""
        return _NUMBER_BEHIND.sub("", self.login)


def face(alias: str, names: Iterable[str]) -> Face:
    """What an alias and the names written with it show.

    >>> face("email:7+ada@users.noreply.github.com", ["ada", "Ada Byron"])
    Face(names=('Ada Byron',), full=('Ada Byron',), login='ada', place='github.com')
    >>> face("slack:T1/U12", ["byronic"])
    Face(names=('byronic',), full=(), login='byronic', place='slack:T1')
    """
    kind, _, rest = alias.partition(":")
    login, place = "", ""
    if kind == "email":
        login, _, place = rest.rpartition("@")
        if hidden := _HIDDEN_HOST.fullmatch(place):
            login, place = _NUMBER_BEFORE.sub("", login), hidden[1]
    elif kind != "name":
        host, _, login = rest.rpartition("/")
        place = f"{kind}:{host}"
    login = "" if _OPAQUE.fullmatch(login) else login.partition("+")[0].lower()
    stand_ins = {rest, login} if kind != "name" else set()
    own = [name for name in list(names)[:_NAMES] if name.lower() not in stand_ins]
    shown = tuple(name for name in own if not _ROLES.issuperset(words_of(name)))
    if not login and [len(words_of(name)) for name in shown] == [1]:
        login = shown[0].lower()  # what they call themselves there
    full = tuple(name for name in shown if is_full(name_words(name)))
    return Face(shown, full, login, place)


def words_of(name: str) -> Words:
    """The folded words of a name, in their order.

    >>> words_of("Byron, Ada")
    ('byron', 'ada')
    """
    return tuple(word.folded for word in name_words(name))


def says_who(login: str) -> bool:
    """Whether a login may say who somebody is: no role, no common first name, no number.

    >>> says_who("abyron"), says_who("info.desk"), says_who("marie"), says_who("1234")
    (True, False, False, False)
    """
    said = login in _GIVEN or not _ROLES.isdisjoint(_GAPS.split(login))
    return len(login) >= _SHORTEST and not said and not login.isdigit()


def are_numbered(one: Face, other: Face) -> bool:
    """Whether their logins are one but for a number: hofmann and hofmann2 are namesakes."""
    return one.login != other.login and one.root == other.root != ""


def are_at_one_place(one: Face, other: Face) -> bool:
    """Whether both have an account at one place, where one person has one."""
    return one.place == other.place != ""


def are_several(faces: Sequence[Face]) -> bool:
    """Whether some of many are at one place, or numbered; in linear time."""
    places = [each.place for each in faces if each.place]
    logins: dict[str, set[str]] = defaultdict(set)
    for each in faces:
        logins[each.root].add(each.login)
    numbered = any(root and len(several) > 1 for root, several in logins.items())
    return len(set(places)) < len(places) or numbered
