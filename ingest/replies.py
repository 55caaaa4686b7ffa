"""Replies: what of a message its author wrote, and not those they answer or send on.

Rules read a line at a time, and a few lines around it, so that they take time in proportion to
the text. A wrong cut loses what somebody knows, a missed one gives them what another knows:
where both are possible, words stay.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from graphkit.text import fold
from ingest.footers import is_rule
from ingest.signatures import unsigned

VERSION = "replies-1"
"""Part of the digest: a new version reads everything again."""

_LONGEST = 300
"""Characters of the longest line that a mailer puts above what it quotes."""
_WRAPS = 72
"""Where mailers wrap the lines they quote."""
_REST = 40
"""Characters of the longest rest of a line so wrapped."""
_FIELDS = 14
"""Lines in which the fields of a header stand."""
_FEWEST_FIELDS = 3

_MARK = re.compile(r"\s{0,20}(?:[A-Z]\w{0,15})?>(?!=)")
_WROTE = re.compile(
    r"(?:wrote|writes|said|a (?:e|.{1,3})crit|schrieb|escribio|ha scritto|schreef) ?:$|> wrote$"
)
_PREPOSITIONS = ("On", "Le", "Am", "El", "Il", "Op", "Em", "on", "le", "am")
_ON = re.compile(r"(?:on|le|am|el|il|op|em) .*\d")
_DATED = re.compile(r"\d{4}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d")
_STAMP = re.compile(r"@|<| at |\d\d?[:h]\d\d")
_QUOTING = ("quoting ", "zitat von ", "citando ", "en reponse a ")
_OF = r"(?:message|nachricht|e-?mail|mail|courriel)"
_SENT_ON = re.compile(
    rf"<?[-_=*]{{2,40}} ?(?:original[- ]?{_OF}|urspr.{{1,2}}ngliche {_OF}|weitergeleitete {_OF}"
    rf"|message (?:d'origine|original|transf.{{1,2}}r.{{1,2}})|courriel original"
    rf"|forwarded (?:{_OF}|by)|transf.{{1,2}}r.{{1,2}} par|weitergeleitet von).*"
    rf"|(?:begin forwarded {_OF}|d.{{1,2}}but du {_OF} \S+|anfang der weitergeleiteten {_OF}) ?:"
)
"""A folded line above what was sent on or stands unmarked below a reply."""
_RETURNS = re.compile(r"[-_=* ]{2,40}(?:end|fin|ende)\b.*(?:message|nachricht)")
_FIELD = re.compile(
    r"[*_ ]{0,4}(?:(from|de|von)|(sent|date|envoy.{1,2}|gesendet|datum)"
    r"|(to|a|an|\?)|(subject|objet|betreff)|(?:cc|kopie|importance|priorite))[*_ ]{0,3}:"
)
_FROM, _SENT, _TO, _SUBJECT = 1, 2, 3, 4


def own(text: str) -> str:
    r"""The words of a message that are its author's: no quotes, forwards, signatures, footers.

    Lines stay as they are and in their order; a blank one stands for each run that was cut.

    >>> own("Le 3 mai, Ada a \u00e9crit :\n> Does it hold?\n\nIt holds.\n\n-- \nBob")
    '\n\nIt holds.\n'
    """
    lines = text.split("\n")
    theirs = _theirs(lines)
    cuts = [0, *(n for n in range(1, len(lines)) if theirs[n] != theirs[n - 1]), len(lines)]
    runs = [[] if theirs[start] else lines[start:end] for start, end in pairwise(cuts)]
    return "\n".join(line for run in _unsigned(runs) for line in run or [""])


def attribution(lines: Sequence[str], n: int) -> int:
    """How many lines, ending with this one, say who wrote what follows; 0 when none does.

    That one ends with a colon; a date may stand on the two lines above it.
    """
    plain = fold(lines[n][-_LONGEST:].strip())
    if len(plain) < len("said:") or not plain.endswith((":", "wrote")):
        return 0
    if not _ON.match(plain):
        for first in range(n - 1, max(-1, n - 3), -1):
            above = lines[first].lstrip()
            if not above or len(above) > _LONGEST:
                break
            if above[:2] in _PREPOSITIONS and _ON.match(fold(above)):
                joined = fold(" ".join(lines[first : n + 1])[-2 * _LONGEST :].rstrip())
                return n + 1 - first if _attributes(joined) else 0
    return int(_attributes(plain))


def _attributes(plain: str) -> bool:
    return bool(
        _WROTE.search(plain[-20:])
        or plain.startswith(_QUOTING)
        or (" schrieb " in plain and _STAMP.search(plain))
        or (plain.endswith(">:") and _DATED.match(plain))
    )


def _unsigned(runs: Sequence[list[str]]) -> list[list[str]]:
    """The runs of own lines, each without its signature; from the last, which ends them all."""
    first = next((n for n, run in enumerate(runs) if any(map(str.strip, run))), 0)
    found = list(runs)
    below = False
    for n in range(len(runs) - 1, -1, -1):
        if runs[n]:
            found[n] = unsigned(runs[n], above=n > first, below=below)
            below = below or any(map(_says, found[n]))
    return found


def _says(line: str) -> bool:
    return any(map(str.isalnum, line))


def _theirs(lines: Sequence[str]) -> list[bool]:
    """For each line whether somebody else wrote it, or a mailer about it."""
    theirs = [">" in line and bool(_MARK.match(line)) for line in lines]
    filled = [n for n, line in enumerate(lines) if line]
    ends = [n for n in filled if ":" in lines[n][-3:] or lines[n].endswith("> wrote")]
    attributed = [(n, span) for n in ends if (span := attribution(lines, n))]
    if any(_is_bar(lines, _next(lines, n + 1)) for n, _ in attributed):
        for n in filled:
            theirs[n] = theirs[n] or _is_bar(lines, n)
    _mark_wrapped(lines, theirs)
    last = max((n for n in filled if theirs[n]), default=-1)
    first = _next(lines, 0)
    unmarked = len(lines)
    named: list[int] = []
    for n, span in attributed:
        top = n + 1 - span
        stamped = bool(_STAMP.search(fold(" ".join(lines[top : n + 1])[-2 * _LONGEST :])))
        below = _next(lines, n + 1)
        if stamped or below == len(lines) or theirs[below]:
            named += range(top, n + 1)
            if stamped and last < n and first < top:
                unmarked = min(n, unmarked)
    _mark_sent_on(lines, theirs, unmarked)
    for n in named:
        theirs[n] = True
    return theirs


def _mark_wrapped(lines: Sequence[str], theirs: list[bool]) -> None:
    """The rests of quoted lines that a mailer wrapped, which bear no mark."""
    for n in [n for n in range(1, len(lines) - 1) if lines[n] and theirs[n - 1] > theirs[n]]:
        first = lines[n].split(maxsplit=1)[:1] if len(lines[n]) <= _REST else []
        if first and theirs[n + 1] and not first[0][0].isupper():
            theirs[n] = len(lines[n - 1]) + len(first[0]) >= _WRAPS


def _mark_sent_on(lines: Sequence[str], theirs: list[bool], unmarked: int) -> None:
    """What stands without marks below the line of a mailer: all, up to where it says it ends."""
    done = 0
    for n in [n for n, line in enumerate(lines) if line and (":" in line or "-" in line)]:
        if n < done or (theirs[n] and n != unmarked):
            continue
        done, heads = (n + 1, True) if n == unmarked else _heading(lines, n)
        if not heads:
            continue
        start, end = n, done
        while start and is_rule(lines[start - 1]):
            start -= 1
        if not _is_marked(theirs, _next(lines, end)):
            returns = (k + 1 for k in range(end, len(lines)) if _is_end(lines[k]))
            end = next(returns, len(lines))
        theirs[start:end] = [True] * (end - start)
        done = end


def _heading(lines: Sequence[str], n: int) -> tuple[int, bool]:
    """Where to read on, and whether the lines until then head a message that is not marked."""
    line = lines[n].strip()
    if not line or len(line) > _LONGEST:
        return n + 1, False
    if (
        line[0] in "<-_=*bBdDaA"
        and len(line) > len("-- message")
        and _SENT_ON.fullmatch(fold(line))
    ):
        return _fields(lines, _next(lines, n + 1))[0] or n + 1, True
    if ":" not in line or len(line) < len("An:"):
        return n + 1, False
    end, kinds = _fields(lines, n)
    return end or n + 1, {_FROM, _SUBJECT} <= kinds and len(kinds) >= _FEWEST_FIELDS


def _fields(lines: Sequence[str], n: int) -> tuple[int, set[int | None]]:
    """Where the fields of a header that begin at a line end, and their kinds; 0 without any."""
    end, kinds = 0, set[int | None]()
    for k in range(n, min(n + _FIELDS, len(lines))):
        line = lines[k][:_LONGEST]
        found = _FIELD.match(fold(line)) if ":" in line else None
        if found:
            kinds.add(found.lastindex)
            end = k + 1
        elif line.strip() and not (end == k and (line[0].isspace() or "@" in line)):
            break
        elif line.strip():
            end = k + 1
    return end, kinds


def _is_end(line: str) -> bool:
    return line[:1] == "-" and len(line) <= _LONGEST and bool(_RETURNS.match(fold(line)))


def _is_bar(lines: Sequence[str], n: int) -> bool:
    """Whether a line is marked as quoted by a bar, as old mailers do; a row of a table has two."""
    line = lines[n].strip() if n < len(lines) else ""
    return line[:1] == "|" and (line[-1] != "|" or not line.strip("|> "))


def _is_marked(theirs: Sequence[bool], n: int) -> bool:
    return n < len(theirs) and theirs[n]


def _next(lines: Sequence[str], n: int) -> int:
    """The next line that is not blank, from this one on."""
    return next(
        (k for k in range(n, len(lines)) if lines[k] and not lines[k].isspace()), len(lines)
    )
