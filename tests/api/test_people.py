"""``whoknows people`` and ``/v1/people``: who somebody is, by a directory and by hand."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from graphkit.model import Contribution
from tests.api.conftest import ADA, BOB, FIRM, Run, Serve
from tests.invariants.organisations import part, reading, stored

PEOPLE = """\
id,name,emails,departments,languages,status
1,Ada King,ada@x.org,Bids,en;fr,active
2,Dan Ott,dan@x.org,Soil,de,left
"""


@pytest.fixture
def store(tmp_path: Path, run: Run) -> str:
    """A store that holds the firm and its directory."""
    file, people = str(tmp_path / "store.db"), tmp_path / "people.csv"
    named = Contribution("name:bob reed", "Bob Reed", ("author",))
    twice = reading("a:9", "heat pump", part("bob.reed", name="Bob Reed"))
    stored(file, *FIRM, twice, reading("a:10", "heat", named)).close()
    people.write_text(PEOPLE, encoding="utf-8")
    done = run("people", "import", people, "--store", file)
    assert done.stdout.startswith("2 people added, 0 updated, 0 have left; they own ")
    return file


def test_the_template_is_imported_without_fault(tmp_path: Path, run: Run) -> None:
    template = tmp_path / "people.csv"
    template.write_text(run("people", "template").stdout, encoding="utf-8")
    done = run("people", "import", template, "--store", str(tmp_path / "new.db"), "--json")
    (told,) = json.loads(done.stdout)
    assert (told["added"], told["faults"], told["notes"]) == (2, [], [])


def test_who_is_missing_has_left_unless_the_file_is_partial(
    tmp_path: Path, store: str, run: Run
) -> None:
    less = tmp_path / "less.csv"
    less.write_text("id,name,status\n2,Dan Ott,left\n", encoding="utf-8")
    assert "0 have left" in run("people", "import", less, "--partial", "--store", store).stdout
    refused = run("people", "import", less, "--store", store)
    assert refused.returncode == 1
    assert "1 of the 1 people on file are not listed any more" in refused.stderr
    assert "1 have left" in run("people", "import", less, "--yes", "--store", store).stdout


def test_a_broken_row_is_named_and_nobody_has_left(tmp_path: Path, store: str, run: Run) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text("id,name\n2,Dan Ott\n3,X,Y,Z\n", encoding="utf-8")
    told = run("people", "import", broken, "--store", store).stdout
    assert "0 have left" in told
    assert "not read: 1" in told


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,name\n", "other.csv lists nobody: see"),
        ("id,name\n1,Ada,King\n", "lists nobody (it has 3 cells, the first line has 2): see"),
        ("%PDF-1.7", "whoknows: "),
    ],
)
def test_a_file_that_lists_nobody_is_refused(
    tmp_path: Path, store: str, run: Run, text: str, says: str
) -> None:
    file = tmp_path / "other.csv"
    file.write_text(text, encoding="utf-8")
    done = run("people", "import", file, "--store", store)
    assert (done.returncode, done.stdout) == (1, "")
    assert says in done.stderr


def test_without_a_file_the_settings_name_it(
    tmp_path: Path, store: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "set `directory`" in run("people", "import", "--store", store).stderr
    monkeypatch.setenv("WHOKNOWS_DIRECTORY", str(tmp_path / "people.csv"))
    assert run("people", "import", "--store", store).stdout.startswith("0 people added")


def test_somebody_is_shown_by_id_alias_and_name(store: str, run: Run) -> None:
    for reference in ("person:1", ADA, "king, ada", "Ada King"):
        told = run("people", "show", reference, "--store", store).stdout
        assert told.startswith("Ada King (person:1)\n  Bids · speaks en, fr\n")
        assert "  8 documents that you may see" in told
    assert "is known" in run("people", "show", "nobody", "--store", store).stderr


def test_an_answer_says_more_of_who_is_listed_and_is_narrowed(store: str, run: Run) -> None:
    told = json.loads(run("ask", "wind permits", "--store", store, "--json").stdout)
    assert told["experts"][0]["person"]["departments"] == ["Bids"]
    narrowed = run("ask", "wind permits", "--store", store, "--department", "soil").stdout
    assert narrowed.startswith("Nobody is known: who knows of it is not of those you asked for")
    left = run("ask", "soil noise", "--store", store)
    assert left.stdout.startswith("Nobody is known: who knows of it has left")
    named = run("ask", "soil noise", "--store", store, "--include-left").stdout
    assert "Dan Ott" in named
    assert "has left · Soil · speaks de" in named
    assert "a date is written" in run("ask", "wind", "--store", store, "--since", "now").stderr


def test_pairs_are_reviewed_merged_and_taken_apart(store: str, run: Run) -> None:
    told = run("people", "review", "--store", store).stdout
    assert "Bob Reed = Bob Reed" in told
    accepted = run("people", "review", "--accept", "exact", "--store", store).stdout
    assert "email:bob.reed@x.org: theirs is name:bob reed" in accepted
    assert "Bob Reed = Bob Reed" not in run("people", "review", "--store", store).stdout
    assert "2 documents" in run("people", "show", "Bob Reed", "--store", store).stdout
    undone = run("people", "undo", "--store", store).stdout
    assert undone == "taken back: email:bob.reed@x.org: theirs is name:bob reed\n"
    assert "Bob Reed = Bob Reed" in run("people", "review", "--store", store).stdout
    assert run("people", "undo", "--store", store).returncode == 1


def test_two_are_merged_and_one_is_split_off_again(store: str, run: Run) -> None:
    run("people", "merge", BOB, ADA, "--store", store)
    done = run("people", "split", BOB, "--store", store, "--json")
    assert json.loads(done.stdout) == [
        {"number": 2, "person": "", "aliases": [BOB], "undone": False}
    ]
    assert "only --accept exact" in run("people", "review", "--accept", "all").stderr


def test_http_tells_who_somebody_is(firm: TestClient) -> None:
    told = firm.get(f"/v1/people/{ADA}").json()
    assert (told["id"], told["name"], told["documents"]) == (ADA, "Ada", 8)
    assert next(document["id"] for document in told["newest"]) == "a:0"
    assert firm.get("/v1/people/Bob").json()["id"] == BOB


def test_http_tells_the_same_of_hidden_and_absent(serve: Serve) -> None:
    client = serve(*FIRM)
    hidden, absent = (client.get(f"/v1/people/email:{who}@x.org") for who in ("cleo", "zzzz"))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.text.replace("cleo", "zzzz") == absent.text


def test_http_and_the_page_narrow_an_answer(firm: TestClient) -> None:
    q = {"q": "wind permits", "since": "2025"}
    assert firm.get("/v1/experts", params=q).json()["experts"] == []
    page = firm.get("/", params=q)
    assert 'name="since" value="2025"' in page.text
    assert firm.get("/v1/experts", params=q | {"since": "soon"}).status_code == 422
    assert "a date is written" in firm.get("/", params=q | {"since": "soon"}).text
