"""Whether two names as written may be one person's."""

import pytest
from hypothesis import given

from graphkit.likeness import OTHERS, SAME, likeness
from tests.graphkit.test_names import NAMES


def _share(one: str, other: str) -> float | None:
    found = likeness(one, other)
    return found.share if found else None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Marie Dupont", "marie dupont"),
        ("Marie Dupont", "DUPONT Marie"),
        ("Marie Dupont", "Dupont, Marie"),
        ("Benoît Lefèvre", "Benoit Lefevre"),
        ("Nguyễn Văn An", "Nguyên Van An"),
        ("Jan van der Meer", "Meer, Jan van der"),
    ],
)
def test_the_same_words_are_the_same_name(one: str, other: str) -> None:
    assert _share(one, other) == SAME


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Paul Martin", "Martin Paul", "the same name turned round"),
        ("J. Smith", "J Smith", "the same initials and surname"),
        ("李明", "李明", "the same name of one word"),
        ("John Smith", "John Smith Jr.", "the same name, of the younger or the elder"),
        ("John Smith", "John A. Smith", "one is a way to write the other"),
        ("Jörg Müller", "Joerg Mueller", "one is a way to write the other"),
        ("John Smith", "Smith, J.", "one has initials of the other"),
        ("Marco Deluca", "Marco De Luca", "one is a way to write the other"),
        ("Wu Mei-Ling", "Wu Meiling", "the same name with other gaps"),
        ("Ana García", "Ana García López", "one leaves out a name of the other"),
        ("Petra Schulz", "Petra Schulz-Hagen", "one leaves out a name of the other"),
        ("Mike Brown", "Michael Brown", "a short form of the given name"),
        ("Anna Schneider", "Anna Schnieder", "a slip of the pen"),
        ("Benjamin Weiss", "Benajmin Weiss", "a slip of the pen"),
        ("Ola Wasserstrom", "Ola Wassersrom", "a slip of the pen"),
    ],
)
def test_what_may_be_one_person(one: str, other: str, reason: str) -> None:
    found = likeness(one, other)
    assert found is not None
    assert found.reason == reason
    assert OTHERS < found.share < SAME
    assert likeness(other, one) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Marie Durand", "Martin Durand"),
        ("Paul Martin", "Pauline Martin"),
        ("François Petit", "Françoise Petit"),
        ("Anna Schmidt", "Anna Schmitt"),
        ("Anna Kowalska", "Anna Kowalski"),
        ("Ivan Petrov", "Ivana Petrova"),
        ("Maria Ivanov", "Maria Ivanova"),
        ("John A. Smith", "John B. Smith"),
        ("John Adam Smith", "John B. Smith"),
        ("Ana García López", "Ana García Ruiz"),
        ("Piet Jansen", "Piet Janssen"),
        ("Lê Văn An", "Lê Văn Anh"),
        ("Lê Văn Hùng", "Lê Văn Hưng"),
        ("Nguyễn Thị Lan", "Nguyễn Thị Lan Anh"),
        ("Hu Xue", "Hu Xue-Li"),
        ("Jean Moreau", "Jean-Pierre Moreau"),
        ("Ann Adams", "Anna Dams"),
        ("Michael Roth", "Michel Roth"),
        ("Lars Andersen", "Lars Anderson"),
        ("Eva Hoffmann", "Eva Hofmann"),
        ("John Smith Jr.", "John Smith Sr."),
        ("Ada Byron", "Bob"),
    ],
)
def test_similar_names_of_other_people(one: str, other: str) -> None:
    assert _share(one, other) == OTHERS
    assert _share(other, one) == OTHERS


@pytest.mark.parametrize(
    ("one", "other"), [("Ada", "Ada Byron"), ("Ada", "Ada"), ("Ada B.", "Ada Byron"), ("", "Ada")]
)
def test_a_single_word_tells_nothing(one: str, other: str) -> None:
    assert likeness(one, other) is None


@given(NAMES, NAMES)
def test_it_is_the_same_either_way_and_in_range(one: str, other: str) -> None:
    found = likeness(one, other)
    assert likeness(other, one) == found
    assert found is None or OTHERS <= found.share <= SAME
