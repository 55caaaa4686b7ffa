"""People on cards, as address books export them."""

from pathlib import Path

import pytest

from graphkit.errors import SourceUnreadable
from graphkit.person import Person
from ingest.directory import read_people
from ingest.roster import Listing
from tests.ingest.conftest import at_most

GOOD = "BEGIN:VCARD\nVERSION:4.0\nUID:9\nFN:Bob\nEND:VCARD\n"
BOB = Person("person:9", "Bob")
NEXT = "export the address book as vCard 4.0 or 3.0"
QP = f"its FN is quoted-printable, as in vCard 2.1: {NEXT}"


def read(folder: Path, text: str) -> Listing:
    """The people of a file of cards."""
    path = folder / "p.vcf"
    path.write_text(text, encoding="utf-8", newline="")
    return read_people(path)


def card(folder: Path, *lines: str, version: str = "4.0") -> Person:
    """The one person of a card with these lines."""
    text = "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))
    found = read(folder, text)
    assert (found.faults, found.notes) == ((), ())
    (person,) = found.people
    return person


@pytest.mark.parametrize("version", ["3.0", "4.0"])
@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("FN:Ada", "name", "Ada"),
        ("fn:Ada", "name", "Ada"),
        ('FN;LANGUAGE=en;X="a:b;c":Ada: L', "name", "Ada: L"),
        ("FN:Ada\r\nFN:Countess", "name", "Ada"),
        ("N:Élan;Ada;Maria,Eva;Dr.;", "name", "Ada Élan"),
        ("N:Élan;Ada;;;", "family", "Élan"),
        ("N:d\\;Élan\\, Jr;Ada", "family", "d;Élan, Jr"),
        (r"TITLE:Head\, all\; and\nmore \\ \x", "title", r"Head, all; and more \ \x"),
        ("TITLE:Head of\r\n  permits", "title", "Head of permits"),
        ("TITLE:Head of per\r\n\tmits", "title", "Head of permits"),
        ("work.TITLE:Head", "title", "Head"),
        ("ORG:Acme\\, Inc;Wind;Off\\;shore", "departments", ("Wind", "Off;shore")),
        ("ORG:Acme", "departments", ()),
        ("CATEGORIES:Wind,Off\\,shore,,Wind", "departments", ("Wind", "Off,shore")),
        ("CATEGORIES:", "departments", ()),
        ("ORG:Acme;Wind\r\nCATEGORIES:Grid,Wind", "departments", ("Wind", "Grid")),
        ("ADR;TYPE=work:;;Rue 1;Lyon;;69;F", "location", "Lyon"),
        ("ADR:;;Rue 1", "location", ""),
        ("LANG:fr\r\nLANG:en-GB", "languages", ("fr", "en")),
        ("TEL;TYPE=voice:+49 1", "contact", "+49 1"),
        ("TEL;VALUE=uri:tel:+49-1", "contact", "+49-1"),
        ("EMAIL:A@x.org", "contact", "A@x.org"),
        ("EMAIL:A@x.org\r\nTEL:5", "contact", "5"),
        ("EMAIL;TYPE=INTERNET:A@x.org\r\nitem1.EMAIL:mailto:b@x.org", "aliases",
         ("email:a@x.org", "email:b@x.org")),
        ("NICKNAME:Ada,The Countess", "aliases", ("handle:ada",)),
        ("URL:https://github.com/Ada", "aliases", ("handle:ada",)),
        ("URL:https://github.com/orgs/acme", "aliases", ()),
        ("URL:https://ada.example/", "aliases", ()),
        ("IMPP:slack:T1/U1\r\nIMPP:xmpp:a@x.org\r\nX-SKYPE:ada", "aliases", ("slack:T1/U1",)),
        ('NOTE:=cmd\r\nX-ANYTHING;A="b":c\r\nREV:2020', "title", ""),
        ("KIND:individual", "title", ""),
    ],
)  # fmt: skip
def test_a_line_of_a_card_says(
    tmp_path: Path, version: str, line: str, field: str, value: object
) -> None:
    assert getattr(card(tmp_path, "UID:1", line, version=version), field) == value


@pytest.mark.parametrize(
    "line",
    [
        "RELATED;TYPE=x-manager:9", 'RELATED;TYPE="colleague,manager";VALUE=text:Bob',
        "X-MANAGER:9", "X-MS-MANAGER:Bob", "item1.X-EVOLUTION-MANAGER:bob",
    ],
)  # fmt: skip
def test_a_card_may_say_who_leads_somebody(tmp_path: Path, line: str) -> None:
    found = read(tmp_path, f"{GOOD}BEGIN:VCARD\nVERSION:3.0\nUID:1\n{line}\nEND:VCARD")
    assert [person.manager for person in found.people] == ["", "person:9"]
    assert found.notes == ()


def test_other_relations_lead_nobody(tmp_path: Path) -> None:
    assert card(tmp_path, "UID:1", "RELATED;TYPE=friend:9").manager == ""


@pytest.mark.parametrize(
    ("text", "where", "reason"),
    [
        ("BEGIN:VCARD\nVERSION:2.1\nFN:=\n=41\nEND:VCARD", "card 1 (line 1)",
         f"it is of version 2.1: {NEXT}"),
        ("BEGIN:VCARD\nFN:Ada\nEND:VCARD", "card 1 (line 1)",
         f"it is of no version: {NEXT}"),
        ("BEGIN:VCARD\nVERSION:3.0\nFN;ENCODING=QUOTED-PRINTABLE:=C3=89va\nEND:VCARD",
         "card 1 (line 1)", QP),
        ("BEGIN:VCARD\nVERSION:4.0\nFN Ada\nEND:VCARD", "card 1 (line 1)",
         "line 3 is no NAME:value: 'FN Ada'"),
        ('BEGIN:VCARD\nVERSION:4.0\nFN;X="y:Ada\nEND:VCARD', "card 1 (line 1)",
         "line 3 is no NAME:value: 'FN;X=\"y:Ada'"),
        ("BEGIN:VCARD\nVERSION:4.0\nFN:Ada", "card 1 (line 1)",
         "END:VCARD is missing"),
        ("BEGIN:VCARD\nVERSION:4.0\nEND:VCARD", "card 1 (line 1)",
         "it names nobody: give an id, a name, an address or a handle"),
        (GOOD.replace("UID:9", "X:1").replace("Bob", "9"), "card 2 (line 7)",
         "its key '9' is that of card 1 (line 1)"),
    ],
)  # fmt: skip
def test_a_broken_card_is_named_by_its_number_and_the_rest_is_read(
    tmp_path: Path, text: str, where: str, reason: str
) -> None:
    found = read(tmp_path, f"{text}\n{GOOD}")
    assert found.faults == ((f"p.vcf {where}", reason),)
    assert [person.id for person in found.people] == ["person:9"]


def test_a_card_without_its_end_or_beginning_is_named(tmp_path: Path) -> None:
    found = read(tmp_path, f"{GOOD}VERSION:4.0\nFN:Ada\nEND:VCARD\n{GOOD[:30]}")
    assert found.people == (BOB,)
    assert found.faults == (
        ("p.vcf card 2 (line 6)", "BEGIN:VCARD is missing"),
        ("p.vcf card 3 (line 9)", "END:VCARD is missing"),
    )


@pytest.mark.parametrize("line", ["KIND:group", "X-ADDRESSBOOKSERVER-KIND:group", "KIND:org"])
def test_a_card_of_no_person_is_left_out_and_noted(tmp_path: Path, line: str) -> None:
    found = read(tmp_path, f"BEGIN:VCARD\nVERSION:4.0\n{line}\nFN:Wind\nEND:VCARD\n{GOOD}")
    kind = line.partition(":")[2]
    assert found == ((BOB,), (), (("p.vcf card 1 (line 1)",
                                   f"it is no person's but of kind '{kind}'"),))  # fmt: skip


@pytest.mark.parametrize("text", ["", "FN:Ada\n", "BEGIN:VCALENDAR\nEND:VCALENDAR\n"])
def test_a_file_without_cards_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceUnreadable, match="it holds no card: export the address book as"):
        read(tmp_path, text)


@pytest.mark.parametrize(
    "lines",
    [
        "NOTE:" + "x\n " * 10**6,
        "FN" + ';X="a' * 10**5,
        "FN" + ';X="a"' * 10**5,
        "FN" + ";" * 10**6,
        "FN" + ";a=b" * 10**5 + '"',
        "A." * 10**5,
        "A" * 10**6,
        "N:" + ";" * 10**6,
        "CATEGORIES:" + "\\" * 10**6,
        "CATEGORIES:" + "a," * 10**5,
        "EMAIL:" + "a." * 10**5 + "@",
        "BEGIN:VCARD\n" * 10**5,
        "END:VCARD\n" * 10**5,
        "\n" * 10**6,
        "\r" * 10**6,
        "VERSION:4.0\n" * 10**5,
        "FN:\0\u202e",
    ],
    ids=lambda text: f"{text[:12]!r}, {len(text)} characters",
)
def test_hostile_cards_take_no_time(tmp_path: Path, lines: str) -> None:
    with at_most(20):
        found = read(tmp_path, f"{GOOD}BEGIN:VCARD\nVERSION:4.0\n{lines}\nEND:VCARD\n")
    assert found.people[0] == BOB
