"""Footers: what programs, firms and lists put around and below what somebody wrote."""

import re
from collections.abc import Iterator, Sequence

from graphkit.text import fold

RULES = "_-=*~"
"""Of these lines are drawn across the page."""

_LEAST = len("Sent from my")
"""Characters of the shortest line that a program adds."""
_LONGEST_ADDED = 160
_LONGEST_NOTICE = 2_000
"""Characters of a paragraph that are enough to tell that it is a notice or a footer."""

_REACHED = re.compile(
    r"[\w.+-]{1,64}(?:@| at )[\w-]{1,64}\.\w"
    r"|(?<![\w.])(?:\+|00|\(0|\(\+)[\d ()./-]{6,20}\d"
    r"|\b(?:tel|telephone|t.l|phone|fax|mobile|cell|skype|e-?mail|pgp|orcid)\W{0,3}[.:]",
    re.IGNORECASE,
)
_LINK = re.compile(r"<?(?:https?://|www\.)", re.IGNORECASE)
_ADDED = re.compile(
    r"\[\[alternative html version deleted\]\]|-{5,} ?next part ?-{5,}"
    r"|(?:sent (?:from|via|with)|gesendet (?:von|mit|aus)|envoye (?:de|depuis|avec)) .{1,30}"
    r"|von .{1,40} gesendet|this message was sent from .{1,40}"
    r"|(?:get|obtenez|obtenir|telecharger|holen sie sich) outlook .{1,60}"
)
"""Lines that a program adds, folded."""
_CONFIDENCE = (
    re.compile("confidenti|privileged|vertraulich"),
    re.compile("recipient|addressee|intended|destinataire|empfanger|adressat|bestimmt|strictly"),
    re.compile(
        r"\b(?:this|these|ce|cet|cette|diese|dieser|dieses) (?:\w{1,20} ){0,3}"
        r"(?:e-?mail|message|communication|transmission|courriel|mel|nachricht|mail)"
    ),
)
"""In a folded paragraph, all of them."""
_NOTICE = re.compile(
    r"(?:if you are not|unless you are) (?:the|an) (?:intended|named) (?:recipient|addressee)"
    r"|received? this (?:\S{1,20} ){1,6}in error"
    r"|si vous n'etes pas (?:le |la )?destinataire"
    r"|recu ce (?:\S{1,20} ){1,4}par erreur"
    r"|wenn sie nicht der (?:\S{1,20} ){0,4}(?:adressat|empfanger)"
    r"|(?:falls|sollten|wenn) sie diese (?:\S{1,20} ){1,2}(?:irrtumlich|versehentlich)"
    r"|(?:e-?mail|message) (?:\S{1,20} ){1,3}checked for viruses|avast antivirus"
    r"|consider the environment before|pensez a l'environnement|denken sie an die umwelt"
    r"|(?:e-?mail|message) originated (?:from )?outside"
    r"|^\W*disclaimer ?: https?:|\{\{dropped|attachment was scrubbed"
)
"""In a folded paragraph, any of them."""
_FOOTER = re.compile(
    r"(?:@| at )[\w.-]{1,60} mailing list\b|please (?:do )?read the posting guide"
    r"|you received this message because you are|yahoo! groups links"
)
_LEAVING = re.compile("unsubscribe|leave this list|desabonn|desinscri|abbestell|abmeld|abzumelden")


def without_footers(lines: Sequence[str]) -> list[str]:
    """Lines without those that programs add and notices of confidence, nor a list's last words."""
    left = [line for line in lines if len(line) < _LEAST or not _is_added(line)]
    kept: list[list[str]] = []
    for piece in reversed(list(pieces(left))):
        plain = fold(" ".join("\n".join(piece)[:_LONGEST_NOTICE].split()))
        if not (_is_notice(plain) or (not kept and _is_footer(plain))):
            kept.append(piece)
    return [line for piece in reversed(kept) for line in piece]


def is_rule(line: str) -> bool:
    """Whether a line is drawn across the page; that of a signature is too short."""
    plain = line.strip()
    return len(plain) > 2 and not plain.strip(RULES)  # noqa: PLR2004  see above


def reaches(line: str) -> bool:
    """Whether a line says how to reach somebody, or is a link."""
    return bool(_REACHED.search(line)) or is_link(line)


def is_link(line: str) -> bool:
    """Whether a line begins with a link."""
    return bool(_LINK.match(line))


def pieces(lines: Sequence[str]) -> Iterator[list[str]]:
    """Paragraphs, each with the blank lines below it; a rule begins another."""
    piece: list[str] = []
    blank = False
    for line in lines:
        was, blank = blank, not line or line.isspace()
        if piece and not blank and (was or is_rule(line)):
            yield piece
            piece = []
        piece.append(line)
    if piece:
        yield piece


def _is_added(line: str) -> bool:
    plain = line.strip().rstrip(".")
    return 0 < len(plain) < _LONGEST_ADDED and bool(_ADDED.fullmatch(fold(plain)))


def _is_notice(plain: str) -> bool:
    return bool(_NOTICE.search(plain) or all(each.search(plain) for each in _CONFIDENCE))


def _is_footer(plain: str) -> bool:
    """Whether a paragraph, folded and on one line, is how a list ends what it sends on."""
    ruled = plain[:3].strip(RULES) == ""
    where = ruled or _REACHED.search(plain) or _LINK.search(plain)
    leaving = where and _LEAVING.search(plain)
    return bool(leaving or _FOOTER.search(plain)) or is_rule(plain.replace(" ", ""))
