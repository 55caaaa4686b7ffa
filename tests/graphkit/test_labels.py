"""Which phrases are worth showing, and in which order."""

from dataclasses import dataclass
from math import log1p, log2

import pytest

from graphkit.labels import Label, Labels, labels
from graphkit.model import Usage, Vocabulary
from graphkit.text import phrase_key


@dataclass(frozen=True)
class Said:
    """A phrase, in how many documents it stands, how often, and in how many headings of ``a``."""

    text: str
    language: str = "en"
    documents: int = 3
    times: int = 0  # by default once a document
    headed: int = 0

    @property
    def key(self) -> str:
        """The topic's."""
        return phrase_key(self.text, self.language) or ""

    @property
    def usage(self) -> Usage:
        """As a store counts it."""
        surfaces = {self.text: self.times or self.documents}
        return Usage(surfaces, self.documents, {"a": self.headed} if self.headed else {})


def _judged(*said: Said, names: tuple[str, ...] = (), **sources: int) -> Labels:
    phrases = {each.key: each.usage for each in sorted(said, key=lambda each: each.key)}
    return labels(Vocabulary(phrases, sources or {"a": 15}, frozenset(names), 7))


def _texts(found: Labels) -> list[str]:
    return [label.text for label in found.all]


def _is_shown(text: str, *context: str, language: str = "en", names: tuple[str, ...] = ()) -> bool:
    beside = [Said(other, language) for other in context]
    return text in _texts(_judged(Said(text, language), *beside, names=names))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("wind farm", "en"),
        ("offshore wind permit", "en"),
        ("turbine", "en"),
        ("question answering", "en"),  # "question" is general as a head only
        ("Kalman filter", "en"),
        ("state-of-charge estimation", "en"),
        ("T cell", "en"),
        (".NET runtime", "en"),
        ("ISO 27001", "en"),
        ("R&D budget", "en"),
        ("parc éolien", "fr"),
        ("réseau social d\u2019entreprise", "fr"),
        ("énergie marine", "fr"),
        ("Windpark", "de"),
        ("erneuerbare Energie", "de"),
        ("Genehmigung Windpark", "de"),
        ("new turbine", "fr"),  # lists are per language
        ("new turbine", "sv"),  # which has none
    ],
)
def test_what_says_what_it_is_about_is_shown(text: str, language: str) -> None:
    assert _is_shown(text, language=language)


@pytest.mark.parametrize(
    ("text", "language", "why"),
    [
        ("new turbine", "en", "begins with a modifier"),
        ("turbine available", "en", "ends with a modifier"),
        ("wind problem", "en", "is about a thing of any kind"),
        ("problem", "en", "is about a thing of any kind"),
        ("Next Step", "en", "is about a thing of any kind"),
        ("nouveau parc", "fr", "begins with a modifier"),
        ("parc éolien principal", "fr", "ends with a modifier"),
        ("problème éolien", "fr", "is about a thing of any kind, which comes first"),
        ("neue Anlage", "de", "begins with a modifier"),
        ("Windpark Beispiel", "de", "is about a thing of any kind"),
        ("vector x", "en", "ends with a variable"),
        ("k neighbour graph", "en", "holds a variable"),
        ("x y", "en", "is variables"),
        ("2024 05", "en", "is numbers"),
        ("Python 3", "en", "is a version"),
        ("Python 3.11", "en", "is a version"),
        ("turbine v2.0", "en", "is a version"),
        ("ticket #12", "en", "is a number in a list"),
        ("10/12 split", "en", "is a date"),
        ("wind (farm)", "en", "holds signs"),
        ("wind_farm", "en", "holds signs"),
        ("wind: farm", "en", "holds signs"),
        ("wind = farm", "en", "holds signs"),
    ],
)
def test_what_says_nothing_of_what_it_is_about_is_not_shown(
    text: str, language: str, why: str
) -> None:
    assert not _is_shown(text, language=language), why


@pytest.mark.parametrize(
    ("text", "context", "shown"),
    [
        ("SQL", (), True),
        ("NumPy", (), True),
        ("CI/CD", (), True),
        ("PostgreSQL", (), False),  # too long for an acronym
        ("PostgreSQL", ("PostgreSQL replica",), True),
        ("Kubernetes", (), False),
        ("Kubernetes", ("Kubernetes cluster",), True),
        ("Kubernetes", ("Kubernetes Cluster",), False),  # capitals prove nothing
        ("Turbine", ("turbine blade", "turbine hall", "Turbine shaft"), False),
        ("C++", (), False),
        ("C++", ("C++ template",), True),
        ("IT Audit", (), True),
        ("Machine Shop", (), False),  # like the name of somebody who is no author
        ("Machine Shop", ("machine drawing",), True),
        ("Machine Shop", ("Machine drawing",), True),
        ("Machine Shop", ("drawing machine",), True),
        ("Machine Shop", ("Machine Drawing",), False),
        ("Machine shop", (), True),
    ],
)
def test_in_capitals_a_phrase_needs_others_that_hold_its_first_word(
    text: str, context: tuple[str, ...], shown: bool
) -> None:
    assert _is_shown(text, *context) == shown


def test_in_german_capitals_mean_nothing() -> None:
    assert _is_shown("Netzanschluss Prüfung", language="de")
    assert not _is_shown("Netzanschluss Prüfung")


NAMES = ("Ada Lovelace", "Jean de Martin", "B. Éclair", "Bob", "zoe")
KNOWN = ("lovelace curve", "petra glass", "jean fabric", "bob tail", "ada compiler")
"""Other terms in which the words stand, so that nothing but the names keeps them away."""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ada Lovelace", False),
        ("ada lovelace", False),
        ("Adá LOVELACE", False),
        ("Ada Lovelace method", False),
        ("ADA LOVELACE", False),
        ("Lovelace Ada", False),
        ("Lovelace", False),
        ("Jean Lovelace", False),  # parts of known names
        ("Jean Petersen", False),  # somebody's first name before another surname
        ("Ada Petersen", False),
        ("Eclair", False),
        ("Zoe", False),
        ("Lovelace filter", True),
        ("lovelace", True),
        ("Petra Dish", True),
        ("Bob Sled", True),  # one word is no first name
        ("ADA", True),
        ("JEAN", True),
        ("B. Zuse", False),  # initials with a surname
        ("B. Zuse filter", False),
    ],
)
def test_the_names_of_visible_people_are_no_topics(text: str, shown: bool) -> None:
    assert _is_shown(text, *KNOWN, names=NAMES) == shown


def test_people_are_no_topics_in_german_either() -> None:
    for text, shown in {"Ada Petersen": False, "Lovelace": False, "Petra Petersen": True}.items():
        assert _is_shown(text, language="de", names=NAMES) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Email Filter", True),
        ("Slack Variable", True),
        ("Org Chart", True),
        ("ada lovelace", False),
        ("Petra", False),
    ],
)
def test_of_an_alias_in_the_place_of_a_name_only_the_name_counts(text: str, shown: bool) -> None:
    names = ("email:ada.lovelace@x.org", "slack:T1/U12", "petra@x.org")
    context = ("email gateway", "slack bus", "org unit", "petra glass")
    assert _is_shown(text, *context, names=names) == shown


@pytest.mark.parametrize(
    ("documents", "least"),
    [(2, 2), (99, 2), (100, 2), (999, 2), (1_000, 3), (9_999, 3), (10_000, 4), (1_000_000, 6)],
)
def test_the_more_documents_there_are_the_more_must_hold_a_phrase(
    documents: int, least: int
) -> None:
    for holding, shown in ((1, []), (least - 1, []), (least, ["wind farm"])):
        assert _texts(_judged(Said("wind farm", documents=holding), a=documents)) == shown


@pytest.mark.parametrize(
    ("documents", "holding", "shown"),
    [(20, 4, True), (20, 5, False), (40, 8, True), (40, 9, False), (19, 19, True)],
)
def test_what_more_than_a_fifth_of_many_documents_hold_tells_nobody_apart(
    documents: int, holding: int, shown: bool
) -> None:
    half = documents // 2
    found = _judged(Said("wind farm", documents=holding), a=half, b=documents - half)
    assert bool(found.all) == shown


@pytest.mark.parametrize(
    ("documents", "headed", "shown"),
    [(20, 2, True), (20, 3, False), (200, 20, True), (200, 21, False), (19, 19, True)],
)
def test_what_heads_more_than_a_tenth_of_a_source_belongs_to_its_form(
    documents: int, headed: int, shown: bool
) -> None:
    said = Said("wind farm", documents=headed, headed=headed)
    assert bool(_judged(said, a=documents, b=700).all) == shown


def test_a_template_is_one_in_each_source_by_itself() -> None:
    usage = Usage({"wind farm": 6}, 6, {"a": 3, "b": 3})
    vocabulary = Vocabulary({"en+wind farm": usage}, {"a": 100, "b": 20}, frozenset(), 1)
    assert _texts(labels(vocabulary)) == []


C_VALUES = {
    Said("outer arctic sea wind farm", documents=5): log2(6) * 5,
    Said("arctic sea wind farm", documents=6): log2(5) * (6 + 5 - 5 / 1),
    Said("baltic sea wind farm", documents=7): log2(5) * 7,
    Said("celtic sea wind farm", documents=5): log2(5) * 5,
    Said("dutch sea wind farm", documents=5): log2(5) * 5,
    Said("sea wind farm", documents=958): log2(4) * (958 + 28 - (5 + 6 + 7 + 5 + 5) / 5),
}
"""Worked out by hand as in Frantzi, Ananiadou and Mima (2000), example of section 2.3.

"sea wind farm" stands in 986 documents, in 28 of them within longer phrases. The paper counts how
often and takes the logarithm of length; here it is documents, and length + 1, so that single
words weigh something.
"""


def test_a_value_is_the_c_value_times_rarity() -> None:
    found = {label.text: label.value for label in _judged(*C_VALUES, a=5000).all}
    assert found == {
        said.text: round(c_value * log1p(5000 / said.documents), 6)
        for said, c_value in C_VALUES.items()
    }


@pytest.mark.parametrize(
    ("said", "value"),
    [
        (Said("turbine", documents=2, times=6), 1 * 2 * log1p(15 / 2)),
        (Said("wind farm", documents=2, times=60), log2(3) * 2 * log1p(15 / 2)),
        (Said("wind farm", documents=15), log2(3) * 15 * log1p(1)),
    ],
)
def test_the_longer_the_more_often_and_the_rarer_the_better(said: Said, value: float) -> None:
    assert [label.value for label in _judged(said).all] == [round(value, 6)]


def test_a_phrase_that_stands_in_longer_ones_only_is_worth_what_it_is_by_itself() -> None:
    """Standing twice in a longer phrase is standing in it."""
    longer, mill = Said("tide mill near tide mill", documents=4), Said("tide mill", documents=2)
    assert [(label.text, label.value) for label in _judged(longer, mill).all] == [
        (longer.text, round(log2(6) * 4 * log1p(15 / 4), 6)),
        (mill.text, round(log2(3) * (2 + 4 - 4 / 1) * log1p(15 / 2), 6)),
    ]


def test_labels_come_best_first_then_by_text() -> None:
    said = [Said(text) for text in ("tide mill", "grid code", "Sea wall")]
    assert _texts(_judged(*said, Said("wind farm", documents=9), Said("hull", documents=9))) == [
        "wind farm",
        "hull",
        "Sea wall",
        "grid code",
        "tide mill",
    ]


@pytest.mark.parametrize(
    ("surfaces", "text"),
    [
        ({"Wind Farms": 2, "wind farm": 3}, "wind farm"),
        ({"Wind Farms": 4, "wind farm": 3}, "Wind Farms"),
        ({"Wind farm": 3, "wind farm": 3, "WIND FARM": 3}, "wind farm"),
    ],
)
def test_a_label_is_the_commonest_surface_of_equals_that_in_small_letters(
    surfaces: dict[str, int], text: str
) -> None:
    vocabulary = Vocabulary(
        {"en+wind farm": Usage(surfaces, 3, {}), "en+wind code": Usage({"wind code": 2}, 2, {})},
        {"a": 15},
        frozenset(),
        1,
    )
    (label,) = (x for x in labels(vocabulary).all if x.topics == ("en+wind farm",))
    assert (label.text, label.times) == (text, sum(surfaces.values()))


def test_languages_that_share_a_phrase_are_one_label() -> None:
    english, french = (
        Said("Wind permit", documents=4, times=5),
        Said("wind permit", "fr", documents=2),
    )
    other = Said("Windpermit", "de")
    alone = [label for said in (english, french) for label in _judged(said).all]
    found = _judged(english, french, other).all
    assert found[0] == Label(
        ("en+wind permit", "fr+wind perm"),
        "Wind permit",
        6,
        7,
        sum(label.value for label in alone),
    )
    assert [label.topics for label in found[1:]] == [("de+windpermit",)]


def test_a_language_in_which_too_few_documents_hold_a_phrase_takes_no_part() -> None:
    said = Said("wind permit"), Said("wind permit", "fr", documents=1)
    assert _judged(*said).all == _judged(said[0]).all


FOUND = _judged(
    Said("offshore wind farm", documents=14),
    Said("wind permit"),
    Said("windmill", documents=2),
    Said("éolienne flottante", "fr", documents=12),
    Said("IT audit", documents=11),
    Said("Wind permit", "fr", documents=2),
    a=19,
)
ALL = ["offshore wind farm", "éolienne flottante", "IT audit", "wind permit", "windmill"]


@pytest.mark.parametrize(
    ("prefix", "texts"),
    [
        ("", ALL),
        ("  ", ALL),
        ("wind", ["wind permit", "windmill", "offshore wind farm"]),
        (" WIND\tPer", ["wind permit"]),
        ("wind f", ["offshore wind farm"]),
        ("farm", ["offshore wind farm"]),
        ("eol", ["éolienne flottante"]),
        ("ÉOLIENNE f", ["éolienne flottante"]),
        ("flo", ["éolienne flottante"]),
        ("it", ["IT audit"]),
        ("ind", []),
        ("permit wind", []),
        ("+++", []),
    ],
)
def test_labels_are_found_by_the_beginning_of_any_word_those_that_begin_so_first(
    prefix: str, texts: list[str]
) -> None:
    assert [label.text for label in FOUND.starting(prefix)] == texts


@pytest.mark.parametrize(
    ("keys", "texts"),
    [
        (["en:wind"], ["offshore wind farm", "wind permit"]),
        (["fr:wind"], ["wind permit"]),
        (["en:wind", "fr:wind", "en:permit"], ["offshore wind farm", "wind permit"]),
        (["de:wind", "en:eolien", "en:win"], []),
        (["fr:eolien", "en:it"], ["éolienne flottante", "IT audit"]),
        ([], []),
    ],
)
def test_labels_are_found_by_the_words_they_hold_best_first(
    keys: list[str], texts: list[str]
) -> None:
    assert [label.text for label in FOUND.holding(keys)] == texts


def test_labels_say_of_which_state_of_the_store_they_are() -> None:
    assert _judged().revision == 7
    assert _judged().all == ()
