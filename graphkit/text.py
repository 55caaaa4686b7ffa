"""The one normaliser: what ingest and questions call a word or a phrase, and its key.

A word's key is ``"<language>:<stem>"``: folded, then cut by the Snowball stemmer of the language
of its paragraph. A question looks each word up in every configured language, so a stem met in one
language is never taken for an unlike word of another that happens to share it.
"""

import re
import threading
import unicodedata
from functools import lru_cache

import Stemmer

from graphkit.function_words import FUNCTION_WORDS

MAX_WORD = 64
"""Longest run that has a key, in characters; longer ones are encoded bytes."""

_WORD = re.compile(r"[^\W_]+(?:(?<=\b[CcFf])#|(?<=\b[Cc])\+\+)?|(?<![^\W_])\.(?:NET|Net|net)\b")
_UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "\u0131": "i"})
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that may not reach a screen: controls, overrides, line separators."""
_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french",
    "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip

LANGUAGES = frozenset(_SNOWBALL)
"""ISO 639-1 codes of the languages that have a stemmer."""

_local = threading.local()  # a Snowball stemmer must not be shared between threads


def fold(text: str) -> str:
    """Lower case without accents and ligatures; folding twice changes nothing.

    >>> fold("Große Élan Łódź"), fold("œuvre")
    ('grosse elan lodz', 'oeuvre')
    """
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFKC", text).casefold()
    decomposed = unicodedata.normalize("NFKD", lowered)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return plain.translate(_UNDECOMPOSED).lower()


def encodable(text: str) -> str:
    """Text without half surrogates, which no store and no terminal can take."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def one_line(text: str) -> str:
    r"""Text on one line that is safe to show: no controls, no direction overrides.

    >>> one_line("Annual\nreport \u202egpj.exe")
    'Annual report gpj.exe'
    """
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return " ".join("".join(c for c in line if unicodedata.category(c) not in _HIDDEN).split())


def words(text: str) -> list[str]:
    """The words of a text as written: runs of letters and digits, and C#, C++, F#, .NET.

    >>> words("L'équipe C++ (CI/CD)")
    ['L', 'équipe', 'C++', 'CI', 'CD']
    """
    return _WORD.findall(text)


@lru_cache(maxsize=1 << 19)
def word_key(word: str, language: str) -> str | None:
    """The key of a word in a language; None for a function word or an overlong run.

    A function word in capitals is an acronym: IT, US, WHO.

    >>> word_key("Permits", "en"), word_key("it", "en"), word_key("éoliennes", "fr")
    ('en:permit', None, 'fr:eolien')
    >>> word_key("IT", "en")
    'en:it'
    """
    if len(word) > MAX_WORD:
        return None
    folded = fold(word)
    if not folded.isascii():  # one letter may stand for a sentence
        folded = "".join(folded.split())[:MAX_WORD]
    if folded in FUNCTION_WORDS.get(language, ()) and not (word.isupper() and len(word) > 1):
        return None
    return f"{language}:{_stemmer(language).stemWord(folded)}"


def phrase_key(phrase: str, language: str) -> str | None:
    """The key of a phrase: the stems of its content words, in their order.

    None when it holds no content word. ``+`` tells it from a word's key, also where it is one
    word long (a product, an acronym).

    >>> phrase_key("réseaux sociaux d'entreprise", "fr"), phrase_key("CI/CD", "en")
    ('fr+reseau social entrepris', 'en+ci cd')
    """
    keys = (word_key(word, language) for word in words(phrase))
    stems = [key.partition(":")[2] for key in keys if key]
    return f"{language}+{' '.join(stems)}" if stems else None


def pair_key(first: str, second: str) -> str:
    """The key of two neighbouring words, from theirs: they match questions, too.

    >>> pair_key("en:offshor", "en:wind")
    'en~offshor wind'
    """
    return f"{first[:2]}~{first[3:]} {second[3:]}"


def is_phrase(key: str) -> bool:
    """Whether a topic's key is a phrase's, not that of a word or of two neighbours."""
    return key[2:3] == "+"


def is_pair(key: str) -> bool:
    """Whether a topic's key is that of two neighbours within a longer phrase."""
    return key[2:3] == "~"


def is_word(key: str) -> bool:
    """Whether a topic's key is a single word's."""
    return key[2:3] == ":"


def stems_of(key: str) -> tuple[str, ...]:
    """The stems in a topic's key.

    >>> stems_of("en+offshor wind permit"), stems_of("en:permit")
    (('offshor', 'wind', 'permit'), ('permit',))
    """
    return tuple(key[len("en+") :].split(" "))


def _stemmer(language: str) -> Stemmer.Stemmer:
    stemmers: dict[str, Stemmer.Stemmer] = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(_SNOWBALL[language])
    return stemmers[language]
