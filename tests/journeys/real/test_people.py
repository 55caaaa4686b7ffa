"""A real directory in two formats, where ../shared/data is there."""

from pathlib import Path

import pytest

from ingest.directory import read_people
from ingest.roster import Listing

EVERYBODY = 666


def read(shared: Path, name: str) -> Listing:
    """The people of a file, where it is there."""
    path = shared / "raw" / "people" / name
    if not path.is_file():
        pytest.skip(f"no real input: {path} is not there")
    return read_people(path)


@pytest.mark.parametrize("name", ["people.csv", "people.vcf"])
def test_everybody_in_a_real_directory_is_read(shared: Path, name: str) -> None:
    found = read(shared, name)
    assert found.faults == ()
    assert len(found.people) == EVERYBODY
    assert all(person.name and person.is_listed for person in found.people)


def test_both_formats_of_a_real_directory_agree(shared: Path) -> None:
    table, cards = read(shared, "people.csv"), read(shared, "people.vcf")
    assert set(table.people) == set(cards.people)
    (note,) = table.notes
    assert note.reason == "columns that are not known were left alone: zulip_id"
    assert cards.notes == ()
