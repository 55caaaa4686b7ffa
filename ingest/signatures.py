"""Signatures: where somebody has said what they say, and names, addresses and notices follow.

Rules read a line or a paragraph at a time, so that they take time in proportion to the text.
"""

import re
from collections.abc import Sequence

from graphkit.text import fold
from ingest.footers import RULES, is_link, pieces, reaches, without_footers

_CLOSINGS = frozenset(
    """
    best|best regards|best wishes|all the best|kind regards|warm regards|with kind regards|regards
    |many thanks|thanks|thank you|thanks in advance|thanks ahead|thanks a lot|thanks again|cheers
    |many thanks in advance|thank you in advance|thank you very much|thanks very much|thx|br
    |thank you very much in advance|thank you again|thanks to all|thanks all|cheers all
    |thanks & all the best|thanks and best regards|with best regards|thanks for your help
    |thanks and regards|sincerely|yours sincerely|yours|hope this helps|hope that helps|hth
    |best regards and thanks|greetings|respectfully|yours truly|sincerely yours
    |cordialement|bien cordialement|tres cordialement|bien a vous|bien a toi|cdlt|merci
    |merci d'avance|merci beaucoup|merci par avance|amicalement|salutations|bonne journee
    |meilleures salutations|sinceres salutations|cordiales salutations|amities|a bientot
    |mit freundlichen grussen|mit freundlichem gruss|mit besten grussen|mit bestem gruss
    |freundliche grusse|viele grusse|beste grusse|schone grusse|herzliche grusse|besten gruss
    |liebe grusse|grusse|gruss|mfg|vg|lg|danke|vielen dank|danke im voraus|besten dank
    |vielen dank im voraus|danke und gruss|vielen dank und viele grusse
    |saludos|un saludo|cordiali saluti|saluti|met vriendelijke groet
    |groeten|atenciosamente|cumprimentos|abracos
    """.replace("\n    ", "").strip().split("|")
)  # fmt: skip
"""Folded: neither accents nor umlauts."""

_LONGEST_CLOSING = 40
_WORDS_OF_CLOSING = 5
_WORDS_OF_NAME = 3
_LINES_BELOW_TEXT = 12
_LINES_OF_SIGNATURE = 30
_LONGEST_LINE = 80
"""Characters of the longest line of a signature."""
_UNEVEN = 2
"""Characters by which the rule below a title may be longer or shorter."""

_DASHES = frozenset({"--", "\u2014"})
_NAME = re.compile(r"[A-Z\u00c0-\u00de?][\w?'\u2019-]*\.?")
_INITIALS = re.compile(r"--? ?[a-z]{1,10}")
_CODE = re.compile(r"[{};=$]|<-|\w\(|^\W{0,4}#")
_PS = re.compile(r"p\.? ?s\b", re.IGNORECASE)


def signature(lines: Sequence[str]) -> int:
    """Where a text's signature or a list's footer may begin; the number of lines where not."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    for n in range(max(0, end - _LINES_BELOW_TEXT), end):
        line = lines[n].strip()
        across = len(line) > 20 and not line.strip("_-=*") and not _is_underline(lines, n)  # noqa: PLR2004  a rule across the page
        if across or line in _DASHES or (len(line) < _LONGEST_CLOSING and _is_closing(line)):
            return n
    return len(lines)


def unsigned(lines: Sequence[str], *, above: bool = False, below: bool = False) -> list[str]:
    """What somebody wrote in one go, without the signature, notices and footers at its end.

    Parameters
    ----------
    above, below
        Whether they said something before or after, among what they quoted.
    """
    left = without_footers(lines)
    said = next((n for n, line in enumerate(left) if line and _is_said(line)), len(left))
    first = max(0, len(left) - 2 * _LINES_OF_SIGNATURE)
    left = left[: next((n for n in range(first, len(left)) if _is_delimiter(left, n)), len(left))]
    for n in range(first, len(left)):
        if (above or n > said) and len(left[n]) < _LONGEST_CLOSING and _closes(left[n]):
            end = _end_of_signature(left, n + 1)
            if end == len(left) or any(map(str.strip, left[n + 1 : end])):
                left = [*left[:n], "", *left[end:]]
                break
    return left if below else _without_name(left)


def _is_delimiter(lines: Sequence[str], n: int) -> bool:
    """Whether dashes begin a signature, rather than notes to the text above them."""
    if lines[n].strip() not in _DASHES:
        return False
    over = next((line.rstrip() for line in reversed(lines[:n]) if line.strip()), "")
    under = [line.lstrip() for line in lines[n + 1 :] if line.strip()]
    notes = over.endswith(":") or (under and under[0][0] in "([*")
    return not notes and len(under) <= _LINES_OF_SIGNATURE


def _is_closing(line: str) -> bool:
    return fold(line).strip(" ,.!-") in _CLOSINGS


def _closes(line: str) -> bool:
    """Whether a line is a closing, be it with a name behind it: ``Best, Ada``."""
    if _is_closing(line):
        return True
    words = line.split()
    return any(
        _is_closing(" ".join(words[:n])) and _is_name(" ".join(words[n:]))
        for n in range(1, min(len(words), _WORDS_OF_CLOSING))
    )


def _is_name(line: str) -> bool:
    if _INITIALS.fullmatch(line):
        return True
    words = line.lstrip("- ").split()
    return 0 < len(words) <= _WORDS_OF_NAME and all(map(_NAME.fullmatch, words))


def _is_said(line: str) -> bool:
    """Whether a line says something, which a greeting does not."""
    plain = line.strip()
    return plain != "" and plain[-1] != ","


def _end_of_signature(lines: Sequence[str], start: int) -> int:
    """Where names, posts and addresses end whose paragraphs begin at a line."""
    while start < len(lines) and not lines[start].strip():
        start += 1
    end = start
    for piece in pieces(lines[start:]):
        said = [line.strip() for line in piece if line.strip()]
        signs = sum(map(_is_contact, said))
        if end == start and len(said[0].split()) < _WORDS_OF_NAME:  # in lower case, too
            signs = max(signs, 1)
        if 2 * signs < len(said) or any(map(_is_code, said)):
            return end
        end += len(piece)
    return end


def _is_code(line: str) -> bool:
    return len(line) > _LONGEST_LINE or bool(_PS.match(line) or _CODE.search(line))


def _is_contact(line: str) -> bool:
    """Whether a line names or reaches somebody."""
    if len(line) > _LONGEST_LINE:
        return False
    if reaches(line) or not line.strip(RULES):
        return True
    long = [word for word in line.split() if len(word.strip(",.()")) > 3]  # noqa: PLR2004  of, and, für, des
    capital = all(word.strip("(-\"'")[:1].upper() == word.strip("(-\"'")[:1] for word in long)
    return capital and line[-1] not in "?!:"


def _without_name(lines: Sequence[str]) -> list[str]:
    """Without the name that stands alone on the last line, below a sentence or a link."""
    said = [
        n for n in range(max(0, len(lines) - _LINES_BELOW_TEXT), len(lines)) if lines[n].strip()
    ]
    if len(said) > 1 and _is_name(lines[said[-1]].strip()):
        above = lines[said[-2]].strip()
        if above[-1] in ".!?)\u2026" or is_link(above):
            return [*lines[: said[-1]], ""]
    return list(lines)


def _is_underline(lines: Sequence[str], n: int) -> bool:
    """Whether a rule is as long as the title above it, or as one between it and its like."""
    rule = lines[n].strip()
    title = lines[n - 1].strip() if n else ""
    if not title and n + 2 < len(lines) and lines[n + 2].strip() == rule:
        title = lines[n + 1].strip()
    return abs(len(title) - len(rule)) <= _UNEVEN and title.strip("_-=*") != ""
