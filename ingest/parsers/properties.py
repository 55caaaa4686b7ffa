"""What a file's properties say: people who are people, titles that are titles.

Programs fill properties in themselves: with their own name, the machine's or the first line of
a template. None of these wrote the document, and none of these is what it is called.
"""

import re
from collections.abc import Iterator, Sequence

from graphkit.text import fold

_NOBODY = frozenset(
    fold(name)
    for name in (
        "admin, administrator, administrateur, administrador, anonymous, apache poi, author, "
        "auteur, autor, benutzer, computer, default, guest, home, jasperreports, libreoffice, "
        "microsoft, microsoft office, microsoft office user, microsoft word, n/a, none, office, "
        "openoffice, openpyxl, owner, pc, python-docx, python-pptx, root, test, unknown, "
        "unbekannt, user, username, utilisateur, utilisateur windows, windows user, "
        "windows-benutzer, word, xlsxwriter, your name"
    ).split(", ")
)
_NO_TITLE = re.compile(
    r"(?:microsoft )?(?:word|excel|powerpoint)\s?-\s.*"
    r"|(?:microsoft )?(?:word|excel|powerpoint)"
    r"(?:[- ](?:document|dokument|presentation|präsentation))?"
    r"|(?:presentation|présentation|document|classeur) (?:microsoft )?(?:powerpoint|word|excel)"
    r"|(?:slide|folie|diapositive|book|classeur|mappe|arbeitsmappe|template|vorlage|modèle"
    r"|document|dokument|presentation|présentation|präsentation|untitled|sans titre|unbenannt"
    r"|untitled (?:document|page|presentation)|unbenanntes dokument|document sans (?:nom|titre)"
    r"|no slide title|kein folientitel|title|titre|titel|home|accueil|startseite)[ _-]?\d*"
    r"|\S.{0,255}\.(?:doc|docx|docm|dot|dotx|dvi|eml|htm|html|indd|md|odp|ods|odt|pages|pdf|ppt|pptx"
    r"|ps|pub|qxd|rtf|tex|txt|vsd|wpd|xls|xlsm|xlsx)",
    re.IGNORECASE,
)
_LONGEST = 300
_SEVERAL = re.compile(r"[;\n\r\t]+")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BETWEEN = re.compile(r"\s(?:and|et|und|&)\s", re.IGNORECASE)
_DEGREE = re.compile(
    r",\s*(?:dr|prof|ph\.?\s?d|m\.?d|m\.?sc|b\.?sc|mba|jr|sr|ii|iii)\.?(?=,|\s*$)", re.IGNORECASE
)
_LANGUAGE = re.compile(r"([a-zA-Z]{2})(?:[-_].*)?")


def people(value: str) -> Iterator[str]:
    """The people in a property, one a value, as `ingest.parsers.people.actors` reads them.

    >>> list(people("Lovelace, Ada; Carl Dietz")), list(people("Ada Byron, Carl Dietz"))
    (['Ada Lovelace', 'Carl Dietz'], ['Ada Byron', 'Carl Dietz'])
    >>> list(people("Microsoft Office User"))
    []
    """
    for piece in _SEVERAL.split(value[: _LONGEST * 10]):
        whole = _DEGREE.sub("", _ASIDE.sub(" ", piece))
        names = [name.strip() for name in whole.split(",")]
        if _is_surname_first(names):
            names = [" ".join(reversed(names))]
        yield from (name for name in names if fold(name).strip(" .") not in _NOBODY | {""})


def person(name: str, address: str) -> str:
    """One person, with an address or "", as `ingest.parsers.people.actors` reads them.

    A name that holds another's address is left out: it would be taken for the person's own.

    >>> person("Lovelace, Ada (Bids)", "ada@x.org"), person("eve@y.org", "ada@x.org")
    ('Ada Lovelace <ada@x.org>', '<ada@x.org>')
    """
    plain = _DEGREE.sub("", _ASIDE.sub(" ", name.replace('"', " ").strip("' ")))
    parts = [part.strip() for part in re.split("[;,]", plain)]
    if _is_surname_first(parts):
        parts.reverse()
    shown = _BETWEEN.sub("/", " ".join(" ".join(parts).split()))
    shown = "" if "@" in shown else shown
    return " ".join(filter(None, (shown, f"<{address}>" if address else "")))


def _is_surname_first(parts: Sequence[str]) -> bool:
    """Whether what a comma parts is one name, "Lovelace, Ada", and not two people."""
    match parts:
        case [surname, given]:
            return min(len(surname.split()), len(given.split())) == 1
    return False


def title(value: str | None) -> str:
    """A title on one line, or "" where a program made it up.

    >>> title("Microsoft Word - pumps.doc"), title("  Pumps in  winter ")
    ('', 'Pumps in winter')
    """
    said = " ".join((value or "").split())
    return "" if len(said) > _LONGEST or _NO_TITLE.fullmatch(said) else said


def language(value: str | None) -> str | None:
    """ISO 639-1 of a language tag.

    >>> language("fr-CA"), language("deu")
    ('fr', None)
    """
    match = _LANGUAGE.fullmatch((value or "").strip())
    return match[1].lower() if match else None


def without(title: str, pieces: list[str]) -> list[str]:
    """The pieces of a text without that which only repeats its title, where it comes early."""
    said = fold(title)
    for place, piece in enumerate(pieces[:5]):
        if said and len(piece) <= 2 * len(title) and fold(" ".join(piece.split())) == said:
            return pieces[:place] + pieces[place + 1 :]
    return pieces
