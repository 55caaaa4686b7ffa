"""Languages as people name them: by code, in English, French and German, and by their own name."""

import re
from collections.abc import Mapping

from graphkit.text import fold

_NAMES: Mapping[str, str] = {
    "ar": "ara Arabic arabe Arabisch العربية",
    "bg": "bul Bulgarian bulgare Bulgarisch български",
    "ca": "cat Catalan Katalanisch català",
    "cs": "ces cze Czech tchèque Tschechisch čeština český",
    "da": "dan Danish danois Dänisch dansk",
    "de": "deu ger German allemand Deutsch",
    "el": "ell gre Greek grec Griechisch ελληνικά",
    "en": "eng English anglais Englisch",
    "es": "spa Spanish espagnol Spanisch español castellano",
    "et": "est Estonian estonien Estnisch eesti",
    "eu": "eus baq Basque Baskisch euskara",
    "fa": "fas per Persian persan Persisch Farsi فارسی",
    "fi": "fin Finnish finnois Finnisch suomi",
    "fr": "fra fre French français Französisch",
    "ga": "gle Irish irlandais Irisch Gaeilge",
    "he": "heb Hebrew hébreu Hebräisch עברית",
    "hi": "hin Hindi हिन्दी हिंदी",
    "hr": "hrv Croatian croate Kroatisch hrvatski",
    "hu": "hun Hungarian hongrois Ungarisch magyar",
    "hy": "hye arm Armenian arménien Armenisch հայերեն",
    "id": "ind Indonesian indonésien Indonesisch",
    "is": "isl ice Icelandic islandais Isländisch íslenska",
    "it": "ita Italian italien Italienisch italiano",
    "ja": "jpn Japanese japonais Japanisch 日本語",
    "ko": "kor Korean coréen Koreanisch 한국어",
    "lb": "ltz Luxembourgish luxembourgeois Luxemburgisch Lëtzebuergesch",
    "lt": "lit Lithuanian lituanien Litauisch lietuvių",
    "lv": "lav Latvian letton Lettisch latviešu",
    "nl": "nld dut Dutch néerlandais Niederländisch Nederlands Flemish flamand",
    "no": "nor Norwegian norvégien Norwegisch norsk bokmål nynorsk",
    "pl": "pol Polish polonais Polnisch polski",
    "pt": "por Portuguese portugais Portugiesisch português",
    "ro": "ron rum Romanian roumain Rumänisch română",
    "ru": "rus Russian russe Russisch русский",
    "sk": "slk slo Slovak slovaque Slowakisch slovenčina",
    "sl": "slv Slovenian Slovene slovène Slowenisch slovenščina",
    "sr": "srp Serbian serbe Serbisch српски srpski",
    "sv": "swe Swedish suédois Schwedisch svenska",
    "ta": "tam Tamil tamoul Tamilisch தமிழ்",
    "th": "tha Thai thaï Thailändisch ไทย",
    "tr": "tur Turkish turc Türkisch Türkçe",
    "uk": "ukr Ukrainian ukrainien Ukrainisch українська",
    "vi": "vie Vietnamese vietnamien Vietnamesisch",
    "zh": "zho chi Chinese chinois Chinesisch Mandarin 中文 汉语",
}
"""ISO 639-1 → ISO 639-2, English, French, German, their own."""

_CODES = {fold(name): code for code, names in _NAMES.items() for name in names.split()}
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z\d]{1,8}){0,4}", re.ASCII)
_REMARK = re.compile(r"[(:/].*")


def code_of(said: str) -> str:
    """The ISO 639-1 code of a language; "" when it is not known.

    >>> code_of("Französisch"), code_of("fr-FR"), code_of("English (native)"), code_of("Klingon")
    ('fr', 'fr', 'en', '')
    """
    name = fold(_REMARK.sub("", said)).strip()
    if name in _CODES:
        return _CODES[name]
    tag = _TAG.fullmatch(name)
    if not tag:
        return ""
    return tag[1] if len(tag[1]) == len("fr") else _CODES.get(tag[1], "")
