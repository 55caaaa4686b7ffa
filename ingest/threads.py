"""What a message does in a conversation: asks, tells or thanks; from its own words alone.

Rules for English, French and German; in other languages question marks decide alone. Who asked
and who answered follows when a question is put, over the visible messages of a thread.
"""

import re
from collections.abc import Sequence
from typing import Final, Literal

from graphkit.text import fold, words
from ingest.phrasebook import (
    ADVISES,
    ANNOUNCES,
    ASKS,
    COUNTERS,
    POLITE,
    PRAISES,
    SEEKS,
    THANKS,
    TURNED,
)
from ingest.prose import parts, sentences

VERSION: Final = "threads-1"
"""Part of the digest: a new version reads everything again."""

Act = Literal["asks", "tells", "thanks"]

_LONGEST: Final = 20_000
"""Characters that are read: what a message does is said before."""
_LONGEST_THANKS: Final = 40
"""Words of the longest message that may be mere thanks."""
_NAMES: Final = 5
"""Capitalised words that mere thanks may hold beside its own: whom it thanks and who signs."""
_OTHERS: Final = 10
"""So many words of mere thanks for each further word that it may hold."""

_CODE: Final = re.compile(
    r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]{1,200}`|\b(?:https?|ftp)://\S+|\bwww\.\S+"
    r"|\s\?\s{1,3}(?![^\W\d_a-z])[^?:\n]{1,80}\s:\s",  # x ? y : z, not "Comment ? Voici :"
    re.DOTALL,
)
_SENTENCE: Final = re.compile(r"(?<=[.!?…])[\"')\]»”*_]{0,3}\s")
_QUESTION: Final = re.compile(r"[^\s?!]\s{0,2}!*\?[!?]*[\"')\]»”*_]{0,3}$")
_NODS: Final = re.compile(r"(?<![\w.)])\+1(?![\w.])|:(?:thumbsup|tada|heart|pray|clap):|[👍🙏🎉❤]")
_MARKS: Final = re.compile(
    r"<[@#!][^<>\s]{1,80}>|(?<!\w)@[\w.-]{1,64}|(?<!\w):[a-z0-9_+-]{1,40}:"  # mentions, emoji
)
_CLAUSE: Final = re.compile(r"[.,;:!?\n]+")


def act(text: str, language: str, is_reply: bool) -> Act:
    """What a message does.

    Parameters
    ----------
    text
        Its own words, quotes cut; code may be among them. 20,000 characters are read.
    language
        ISO 639-1 code.
    is_reply
        Whether it answers another message: its question may then be a counter-question.

    Notes
    -----
    Takes time in proportion to the text's length.

    >>> act("How do I pump water?", "en", is_reply=False)
    'asks'
    >>> act("Did you try the pump? It should do.", "en", is_reply=True)
    'tells'
    >>> act("Merci beaucoup, ça marche !", "fr", is_reply=True)
    'thanks'
    """
    text = text[:_LONGEST].strip()
    plain = _CODE.sub(" ", text)
    said = [
        sentence.strip()
        for part, piece in parts(plain)
        if part != "aside"
        for item in sentences(piece)
        for sentence in _SENTENCE.split(item)
    ]
    asked = [_QUESTION.search(sentence) is not None for sentence in said]
    if language not in TURNED:
        return "asks" if any(asked) else "tells"
    if plain == text and not any(asked) and _is_mere_thanks(text):
        return "thanks"
    folded = [
        f" . {' '.join(words(fold(sentence)))} {'?' if question else '.'} "
        for sentence, question in zip(said, asked, strict=True)
    ]
    whole = "".join(folded)
    turned = TURNED[language] if is_reply else COUNTERS
    open_questions = [
        n for n, question in enumerate(asked) if question and not turned.search(folded[n])
    ]
    if is_reply:
        return "asks" if _asks_on(whole, open_questions, len(folded)) else "tells"
    return "asks" if _opens(whole, open_questions) else "tells"


def _opens(whole: str, questions: Sequence[int]) -> bool:
    """Whether an opening message asks: a question, or a trouble told before any advice."""
    if ANNOUNCES.search(whole):
        return False
    trouble, advice = SEEKS.search(whole), ADVISES.search(whole)
    first = trouble and not (advice and advice.start() < trouble.start())
    return bool(questions or first or ASKS.search(whole))


def _asks_on(whole: str, questions: Sequence[int], length: int) -> bool:
    """Whether a reply asks: it advises nothing, and its question ends it or tells a trouble."""
    if ADVISES.search(whole) and not THANKS.search(whole[:200]):
        return False
    last = bool(questions) and questions[-1] >= length - 2
    return bool(ASKS.search(whole) or last or (questions and SEEKS.search(whole)))


def _is_mere_thanks(text: str) -> bool:
    """Whether short words of courtesy, and names, are all that is said."""
    plain = _MARKS.sub(" ", _NODS.sub(" thanks ", text))
    found = words(plain)
    if not 0 < len(found) <= _LONGEST_THANKS:
        return False
    clauses = "".join(f" . {' '.join(words(fold(each)))} " for each in _CLAUSE.split(plain))
    thanks = THANKS.search(clauses) is not None
    if ASKS.search(clauses) or not (thanks or PRAISES.search(clauses)):
        return False
    unknown = [word for word in found if fold(word) not in POLITE]
    others = sum(not word.istitle() for word in unknown)
    return len(unknown) <= _NAMES and others <= thanks + len(found) // _OTHERS
