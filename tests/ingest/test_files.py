"""What a parser says of a file becomes a record's content."""

from pathlib import Path

import pytest

from graphkit.acl import EVERYONE, Viewer, may_see
from graphkit.errors import RecordRejected
from graphkit.store import GraphStore
from ingest import files
from ingest.connectors.folder import Folder
from ingest.extraction import Extraction
from ingest.parser import Parsed
from ingest.pipeline import ingest
from ingest.record import Actor
from ingest.workers import parse

MB = 1_000_000
ADA, CARL, EVE = (Viewer(frozenset({f"user:{name}@x.org"})) for name in ("ada", "carl", "eve"))


def test_what_a_file_states_is_what_it_is_called_and_its_name_serves_otherwise() -> None:
    stated = files.content(Parsed("Pumps", "They hold.", (("date", "2024-05-14"),)), "a/b.md", "s")
    assert (stated.title, stated.date, stated.link) == ("Pumps", "2024-05-14", "a/b.md")
    named = files.content(Parsed("", "They hold."), "a/2024-05-14-big_pumps.md", "s")
    assert (named.title, named.date) == ("2024 05 14 big pumps", "2024-05-14")


def test_people_have_the_role_of_their_header_line() -> None:
    header = (("author", "Ada B <ada@x.org>, Carl"), ("language", "fr"), ("reviewer", "@eve"))
    said = files.content(Parsed("", "", header), "a.md", "s")
    assert said.actors == (
        Actor("email:ada@x.org", "Ada B", "author"),
        Actor("name:carl", "Carl", "author"),
        Actor("handle:eve", "eve", "reviewer"),
    )
    assert said.language == "fr"


def test_the_same_few_share_one_group_whatever_their_order() -> None:
    one, two, three = (
        files.content(Parsed("", "", (), frozenset(members)), "a.eml", "s")
        for members in (("ada@x.org", "carl@x.org"), ("carl@x.org", "ada@x.org"), ("ada@x.org",))
    )
    assert one.acl == two.acl != three.acl
    assert one.acl is not None
    (token,) = one.acl
    assert token.startswith("group:mail/")
    assert one.groups == {token: {"user:ada@x.org", "user:carl@x.org"}}


def test_what_is_known_to_be_for_nobody_is_not_served_to_everyone() -> None:
    said = files.content(Parsed("", "", (), frozenset()), "a.eml", "s")
    assert (said.acl, said.groups) == (frozenset(), {})
    assert not may_see(Viewer(frozenset({EVERYONE})), said.acl or ())
    assert files.content(Parsed("", ""), "a.md", "s").acl is None


def test_a_mail_is_seen_by_those_it_names_and_nobody_else(
    store: GraphStore, tmp_path: Path
) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (shelf / "a.eml").write_text("From: Ada <ada@x.org>\nTo: carl@x.org\nSubject: x\n\nPumps.")
    (shelf / "b.eml").write_text("From: Ada\nTo: undisclosed-recipients:;\n\nPumps.")
    ingest(store, Folder.open(shelf, "s", MB, parse), "s", extraction=Extraction(("en",)))
    seen = [store.totals(viewer).documents for viewer in (ADA, CARL, EVE, Viewer())]
    assert seen == [1, 1, 0, 0]
    (shelf / "a.eml").write_text("From: Ada <ada@x.org>\nTo: eve@x.org\nSubject: x\n\nPumps.")
    ingest(store, Folder.open(shelf, "s", MB, parse), "s", extraction=Extraction(("en",)))
    assert [store.totals(viewer).documents for viewer in (ADA, CARL, EVE)] == [1, 0, 1]


def test_a_link_a_device_and_a_large_file_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"x" * 11)
    (tmp_path / "link.md").symlink_to(tmp_path / "a.md")
    assert files.read(tmp_path / "a.md", 11) == b"x" * 11
    for path, reason in ((tmp_path / "link.md", "it is a link"), (tmp_path, "it is a link")):
        with pytest.raises(RecordRejected, match=reason):
            files.read(path, 11)
    with pytest.raises(RecordRejected, match=r"the most is 1e-05 \(WHOKNOWS_MAX_FILE_MB\)"):
        files.read(tmp_path / "a.md", 10)
