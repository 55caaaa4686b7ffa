"""Aliases that are likely one person's."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.suggestions import Known, Suggestion, suggest
from tests.graphkit.test_names import NAMES


def _known(*faces: tuple[str, str]) -> list[Known]:
    return [Known(alias, (name,) if name else ()) for alias, name in faces]


def _found(*faces: tuple[str, str]) -> dict[tuple[str, str], Suggestion]:
    return {(each.one.alias, each.other.alias): each for each in suggest(_known(*faces))}


def _one(*faces: tuple[str, str]) -> Suggestion:
    (found,) = suggest(_known(*faces))
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("email:ada@x.org", "Ada Byron"), ("name:ada byron", "Ada Byron")),
        (("email:ada@x.org", "Ada Byron"), ("name:byron ada", "BYRON Ada")),
        (("email:ada@x.org", "Ada Byron"), ("slack:T1/U12", "Ada Byron")),
        (("email:ada@x.org", "Ada Byron"), ("email:byron@y.org", "Byron, Ada")),
        (("email:ada@x.org", "Benoît Le Goff"), ("name:benoit le goff", "Benoit Le Goff")),
        (
            ("email:ada.byron@x.org", "Ada Byron"),
            ("email:7+abyron@users.noreply.github.com", "Ada Byron"),
        ),
    ],
)
def test_equal_full_names_are_exact(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert _one(one, other).grade == "exact"


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (("a", "Ada Byron"), ("b", "Byron Ada"), "the same name turned round"),
        (("a", "A. Byron"), ("b", "A. Byron"), "the same initials and surname"),
        (("a", "李明"), ("b", "李明"), "the same name of one word"),
        (("a", "Ada Byron"), ("b", "A. Byron"), "one has initials of the other"),
        (("a", "Ada Byron"), ("b", "Ada K. Byron"), "one is a way to write the other"),
        (("email:byronic@x.org", ""), ("email:byronic@y.org", ""), "the same login"),
        (("email:byronic@x.org", "Ada Byron"), ("handle:byronic", ""), "the same login"),
        (
            ("email:byronic@x.org", "Ada Byron"),
            ("email:1+byronic@users.noreply.github.com", "byronic"),
            "the same login",
        ),
        (("slack:T1/U12", "byronic7"), ("handle:byronic7", ""), "the same login"),
        (("email:abyron@x.org", ""), ("slack:T1/U12", "Ada Byron"), "a login made of the name"),
        (
            ("email:ada.byron@x.org", ""),
            ("name:ada byron", "Ada Byron"),
            "a login made of the name",
        ),
        (("a", "Anna Schneider"), ("b", "Anna Schnieder"), "a slip of the pen"),
    ],
)
def test_what_is_likely(one: tuple[str, str], other: tuple[str, str], reason: str) -> None:
    found = _one(*((f"name:{who}" if ":" not in who else who, name) for who, name in (one, other)))
    assert found.grade == "likely"
    assert reason in found.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("email:ada@x.org", "Ada"), ("email:ada@y.org", "Ada")),  # a login of three letters
        (("email:marie@x.org", ""), ("email:marie@y.org", "")),  # a first name
        (("email:info@x.org", "Info"), ("email:info@y.org", "Info")),
        (("email:info.desk@x.org", "Info Desk"), ("email:info.desk@y.org", "Info Desk")),
        (("email:12345@x.org", ""), ("email:12345@y.org", "")),
        (("email:abyron@x.org", "Ada Byron"), ("email:abyron@y.org", "Anton Byron")),
        (("email:hofmann@x.org", "Eva Hofmann"), ("email:hofmann2@x.org", "Eva Hofmann")),
        (("email:vos@x.org", "Lars Vos"), ("email:devos@x.org", "Lars de Vos")),
        (("name:a", "Paul Martin"), ("name:b", "Pauline Martin")),
        (("name:a", ""), ("name:b", "")),
    ],
)
def test_what_is_not_suggested(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert suggest(_known(one, other)) == ()


def test_two_at_one_place_leave_nobody_of_their_name_exact() -> None:
    first, second = ("email:ada@x.org", "Ada Byron"), ("email:byron@x.org", "Ada Byron")
    third = ("name:ada byron", "Ada Byron")
    assert {each.grade for each in suggest(_known(first, third))} == {"exact"}
    assert {each.grade for each in suggest(_known(first, second, third))} == {"likely"}
    accounts = ("slack:T1/U1", "Ada Byron"), ("slack:T1/U2", "Ada Byron")
    assert _one(*accounts).grade == "likely"


@pytest.mark.parametrize(
    "sign",
    [
        ("email:ada2@z.org", "Ada Byron"),
        ("handle:other", "Ada Byron Jr."),
        ("handle:other", "Ada Byr\u00f2n"),  # beside Byrón
        ("email:ada@x.org", "Bob Cole"),  # a mailbox of two
    ],
)
def test_a_sign_of_a_namesake_leaves_nobody_exact(sign: tuple[str, str]) -> None:
    one, other = ("email:ada@x.org", "Ada Byr\u00f3n"), ("name:ada byron", "Ada Byron")
    names: dict[str, tuple[str, ...]] = {}
    for alias, name in (one, other, sign):
        names[alias] = (*names.get(alias, ()), name)
    found = suggest(Known(alias, written) for alias, written in names.items())
    assert {each.grade for each in found} == {"likely"}


def test_two_longer_names_make_a_name_doubtful() -> None:
    pair = ("email:smithy@x.org", "John Smith"), ("name:john smith", "John Smith")
    longer = ("name:john a smith", "John A. Smith"), ("name:john b smith", "John B. Smith")
    key = "email:smithy@x.org", "name:john smith"
    assert _found(*pair, longer[0])[key].grade == "exact"
    assert _found(*pair, *longer)[key].grade == "likely"


def test_initials_that_fit_two_are_nobodys() -> None:
    john, jane = ("name:john smith", "John Smith"), ("name:jane smith", "Jane Smith")
    short = ("name:j smith", "J. Smith")
    assert set(_found(john, short)) == {("name:j smith", "name:john smith")}
    assert _found(john, jane, short) == {}
    assert _found(john, jane, ("email:jsmith@x.org", "")) == {}


def test_common_names_are_never_exact() -> None:
    others = [
        (f"email:{first}{last}@x.org", f"{first} {last}".title())
        for first, last in [("wei", "li"), ("wei", "wu"), ("jun", "zhang"), ("tao", "zhang")]
    ]
    pair = ("email:w@y.org", "Wei Zhang"), ("email:z@z.org", "Wei Zhang")
    assert _one(*pair).grade == "exact"
    assert _found(*pair, *others)["email:w@y.org", "email:z@z.org"].grade == "likely"


def test_the_best_come_first_and_any_order_gives_the_same() -> None:
    known = [
        *_known(("email:ada@x.org", "Ada Byron"), ("name:ada byron", "Ada Byron")),
        *_known(("email:gus@x.org", "Gustav Holm"), ("name:g holm", "G. Holm")),
        Known("email:eva@x.org", ("Eva Lind",), 7),
        Known("name:eva k lind", ("Eva K. Lind",), 9),
        *_known(("email:bo@x.org", "Bo Tran"), ("name:bo k tran", "Bo K. Tran")),
    ]
    found = suggest(known)
    assert [each.one.alias for each in found] == [
        "email:ada@x.org", "email:eva@x.org", "email:bo@x.org", "email:gus@x.org",
    ]  # fmt: skip
    assert suggest(known[::-1]) == found
    assert suggest([]) == suggest(known[:1]) == ()


def test_many_of_one_name_are_few_pairs() -> None:
    many = _known(*((f"email:a{at}x@{at}.org", "Ada Byron") for at in range(300)))
    assert len(suggest(many)) < 400


ALIASES = st.sampled_from(
    "email:ada@x.org email:ada2@x.org email:a.byron@y.org name:x slack:T1/U12 handle:ada odd"
    " email:1+ada@users.noreply.github.com email:@ email: name:".split()
)


@settings(deadline=None)
@given(st.dictionaries(ALIASES, st.lists(NAMES, max_size=3), max_size=6))
def test_whatever_is_known_each_pair_comes_once_with_reasons(
    known: dict[str, list[str]],
) -> None:
    found = suggest(Known(alias, tuple(names)) for alias, names in known.items())
    pairs = [(each.one.alias, each.other.alias) for each in found]
    assert len(pairs) == len(set(pairs))
    assert all(one < other for one, other in pairs)
    assert all(each.reasons and 0 < each.share <= 1 for each in found)


def test_scikit_learn_is_loaded_by_who_asks_only() -> None:
    code = "import sys, graphkit.suggestions; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
