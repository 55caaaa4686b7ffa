"""Entry: what a people file says of one person, before anything is made of it."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

COLUMNS = (
    "id", "name", "given_name", "family_name", "former_names", "emails", "handles", "title",
    "departments", "location", "languages", "manager", "contact", "status",
)  # fmt: skip
"""What can be said of a person; the columns of a table, under whatever name a format has them."""

MANY = frozenset({"former_names", "emails", "handles", "departments", "languages"})
"""Those of which somebody has several; of the others the first counts."""

_GITHUB = re.compile(
    r"(?:https?://)?(?:www\.)?github\.com/([a-z\d][a-z\d-]{0,38})/?", re.IGNORECASE
)


class Entry(NamedTuple):
    """What a file says of one person, as it is written there.

    Parameters
    ----------
    where
        Which of its lines, cards or users it is.
    said
        Values by column; what a file does not say is missing.
    """

    where: str
    said: Mapping[str, Sequence[str]]


class Fault(NamedTuple):
    """What should have been a person, and why it is none."""

    where: str
    reason: str


class Note(NamedTuple):
    """What was left out, of a person who was read or of the whole file."""

    where: str
    reason: str


def github(link: str) -> str:
    """The handle in the address of somebody's page at GitHub; "" when it is none.

    >>> github("https://github.com/ada"), github("https://x.org/ada")
    ('ada', '')
    """
    found = _GITHUB.fullmatch(link)
    return found[1] if found else ""
