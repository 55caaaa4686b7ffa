"""What names people go by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.name_words import LONGEST, is_initial, name_words
from graphkit.names import MOST_FORMS, family_of, forms, name_alias, name_aliases
from graphkit.person import Person

WORDS = st.sampled_from(
    "Ada Marie Jean-Pierre J. J.R. van der de Müller Mueller O'Connor MacKenzie DUPONT Lê Văn 李明"
    " Dr. Prof. Jr. via née (x) , - | Ñ ß Søren Åse a@x.org".split()
)
NAMES = st.lists(WORDS, max_size=8).map(" ".join) | st.text(max_size=60)


def _ways(name: str, family: str = "") -> set[str]:
    return {form.alias.removeprefix("name:") for form in forms(name, family)}


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("Ada Lovelace", "ada lovelace"),
        ("  ADA\n Lovelace ", "ada lovelace"),
        ("Émile Łódź-Größe", "emile lodz grosse"),
        ("O'Connor", "oconnor"),
        ("O\u2019Connor", "oconnor"),
        ("O\u00b4Connor", "oconnor"),
        ("J.-P. Moreau", "j p moreau"),
        ("J.R.R. Tolkien", "j r r tolkien"),
        ("Dupont, Marie", "dupont marie"),
        ("Dr. Ada Lovelace", "ada lovelace"),
        ("Prof. Dr. rer. nat. h. c. Ada Lovelace", "ada lovelace"),
        ("Dr.-Ing. Ada Lovelace", "ada lovelace"),
        ("Dipl.-Ing. Ada Lovelace", "ada lovelace"),
        ("Ing. Jan Novák", "jan novak"),
        ("Mme Ada Lovelace", "ada lovelace"),
        ("Herr Ada Lovelace", "ada lovelace"),
        ("Lovelace, Dr. Ada", "lovelace ada"),
        ("Ada Lovelace, PhD", "ada lovelace"),
        ("Ada Lovelace Ph.D.", "ada lovelace"),
        ("Martin King, Jr.", "martin king"),
        ("Ada Lovelace (she/her)", "ada lovelace"),
        ("Ada Lovelace [extern]", "ada lovelace"),
        ("Ada Lovelace EXT", "ada lovelace"),
        ("Ada Lovelace via pumps-list", "ada lovelace"),
        ("Ada Lovelace | Nordwerk", "ada lovelace"),
        ("Ada Lovelace née Byron", "ada lovelace"),
        ("Ada Lovelace <ada@x.org>", "ada lovelace"),
        ("ada.lovelace at x.org", "ada lovelace"),
        ("Michael Herr", "michael herr"),
        ("Herr", "herr"),
        ("Ken Via", "ken via"),
        ("Hans Christian H. C. Holm", "hans christian h c holm"),
        ("李明", "李明"),
        ("김철수", "김철수"),
        ("सीता", "सीता"),
        ("Ada\u202e\u200b Byron", "ada byron"),
        ("x" * 500, "x" * LONGEST),
        ("Dr.", ""),
        ("ada@x.org", ""),
        ("(x)", ""),
        ("2024", ""),
        ("—", ""),
        ("", ""),
    ],
)
def test_a_name_has_one_alias_however_it_is_dressed(name: str, alias: str) -> None:
    assert name_alias(name) == (f"name:{alias}" if alias else "")


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Marie Dupont", "Dupont"),
        ("DUPONT Marie", "DUPONT"),
        ("Marie DUPONT", "DUPONT"),
        ("Dupont, Marie", "Dupont"),
        ("Dr. Marie Dupont, PhD", "Dupont"),
        ("LE GUEN Yann", "LE GUEN"),
        ("LI Wei", "LI"),
        ("JP Moreau", "Moreau"),
        ("AJ Moreau", "Moreau"),
        ("DUPONT J.", "DUPONT"),
        ("McCOY Ann", "McCOY"),
        ("MARIE DUPONT", "DUPONT"),
        ("Jan van der Meer", "van der Meer"),
        ("Meer, Jan van der", "van der Meer"),
        ("van der Meer, Jan", "van der Meer"),
        ("de la TOUR Hélène", "de la TOUR"),
        ("de la Tour, Hélène", "de la Tour"),
        ("Ludwig van Beethoven", "van Beethoven"),
        ("Van Morrison", "Morrison"),
        ("Anna Müller-Lüdenscheidt", "Müller-Lüdenscheidt"),
        ("Siobhán O'Connor", "O'Connor"),
        ("Nguyễn Văn An", "An"),  # nothing says that it comes first
        ("Jean-Pierre", ""),
        ("Ada", ""),
        ("", ""),
    ],
)
def test_the_way_of_writing_tells_the_surname(name: str, family: str) -> None:
    assert family_of(name) == family


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Marie Dupont", "DUPONT Marie"),
        ("Marie Dupont", "M. Dupont"),
        ("Marie Dupont", "Dupont M."),
        ("Jean-Pierre Moreau", "Jeanpierre Moreau"),
        ("Jean-Pierre Moreau", "J.-P. Moreau"),
        ("Jean-Pierre Moreau", "JP Moreau"),
        ("Jean-Pierre Moreau", "Moreau, J.P."),
        ("Karl Heinz Braun", "Karlheinz Braun"),
        ("Jan van der Meer", "Meer, Jan van der"),
        ("Jan van der Meer", "Jan Meer"),
        ("Jan van der Meer", "J. Meer"),
        ("Marco De Luca", "Marco Deluca"),
        ("Liam MacKenzie", "Liam Mac Kenzie"),
        ("Siobhán O'Connor", "Siobhan O Connor"),
        ("Jörg Müller", "Joerg Mueller"),
        ("Joerg Mueller", "Jörg Müller"),
        ("Søren Ågård", "Soeren Aagaard"),
        ("Søren Ågård", "Soren Agard"),
        ("Max Groß", "Max Gross"),
        ("John Quincy Adams", "John Adams"),
        ("John Quincy Adams", "John Q. Adams"),
        ("John Q. Adams", "John Adams"),
        ("John Quincy Adams", "J. Q. Adams"),
        ("Ana GARCÍA LÓPEZ", "Ana García"),
        ("Nguyễn Văn An", "Văn An Nguyễn"),
        ("Nagy Gábor", "Gábor Nagy"),
    ],
)
def test_ways_to_write_a_name(name: str, other: str) -> None:
    assert name_alias(other) in {form.alias for form in forms(name)}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Jean-Pierre Moreau", "Jean Moreau"),
        ("Michael Braun", "Michal Braun"),
        ("Noelle Manuel", "Nolle Manul"),
        ("John A. Smith", "John B. Smith"),
        ("Ana García López", "Ana García Ruiz"),
        ("Paul Martin", "Pauline Martin"),
        ("Lê Văn An", "Lê Văn Bình"),
        ("Marie Dupont", "Marie"),
    ],
)
def test_other_names_are_no_ways_to_write_it(name: str, other: str) -> None:
    assert name_alias(other) not in {form.alias for form in forms(name)}


def test_a_known_surname_is_heeded() -> None:
    assert "g nagy" in _ways("Nagy Gábor", "Nagy") - _ways("Nagy Gábor")
    assert "ana garcia" in _ways("Ana García López", "García López")
    assert _ways("Ada Byron", "Lovelace") == _ways("Ada Byron")  # of another name


def test_initials_are_weak() -> None:
    assert {form.alias for form in forms("Ada Byron") if form.strength == "weak"} == {
        "name:a byron",
        "name:byron a",
    }
    assert forms("J. Smith")[0].strength == "weak"
    assert forms("Ada")[0].strength == "full"
    assert not is_initial("明")


@pytest.mark.parametrize(
    "name", ["Ada Byron", "Jean-Pierre van der Meer", "Jörg Müller", "J. Q. X"]
)
def test_usual_names_have_few_forms(name: str) -> None:
    assert len(forms(name)) <= 24


@given(NAMES)
def test_whatever_is_written_the_first_form_is_its_own_alias(name: str) -> None:
    found = forms(name)
    assert len({form.alias for form in found}) == len(found) <= MOST_FORMS
    assert (found[0].alias if found else "") == name_alias(name)
    assert all(word.folded and not word.folded.isspace() for word in name_words(name))


@given(NAMES)
def test_an_alias_read_as_a_name_is_itself(name: str) -> None:
    alias = name_alias(name)
    assert name_alias(alias.removeprefix("name:")) == alias


@given(NAMES)
def test_a_surname_is_part_of_the_name(name: str) -> None:
    assert {word.folded for word in name_words(family_of(name))} <= {
        word.folded for word in name_words(name)
    }


def _people(*names: str) -> list[Person]:
    return [Person(f"person:{at}", name) for at, name in enumerate(names)]


def test_what_fits_two_people_is_nobodys() -> None:
    found = name_aliases(_people("John Smith", "J. Smith", "Jane Smith", "Ada Byron"))
    assert found["person:0"] == ("name:john smith", "name:smith john")
    assert found["person:1"] == ()
    assert found["person:3"] == (
        "name:a byron",
        "name:ada byron",
        "name:byron a",
        "name:byron ada",
    )
    twins = name_aliases(_people("Ada Byron", "Ada BYRON"))
    assert set(twins.values()) == {()}


def test_a_single_word_is_somebodys_when_nobody_else_has_it() -> None:
    assert name_aliases(_people("Ada", "Bob Byron"))["person:0"] == ("name:ada",)
    assert name_aliases(_people("Ada", "Ada Byron"))["person:0"] == ()


def test_former_names_count() -> None:
    person = Person("person:1", "Ada Lovelace", "Lovelace", former=("Ada Byron",))
    assert {"name:ada byron", "name:ada lovelace"} <= set(name_aliases([person])["person:1"])


@given(st.lists(NAMES, max_size=6))
def test_no_alias_has_two_owners_in_any_order(names: list[str]) -> None:
    people = _people(*names)
    found = name_aliases(people)
    owned = [alias for aliases in found.values() for alias in aliases]
    assert len(owned) == len(set(owned))
    assert found == name_aliases(people[::-1])
