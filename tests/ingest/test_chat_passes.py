"""Exports of chats read one after the other: edits, deletions, permissions, damage."""

from pathlib import Path

import pytest

from graphkit.acl import OPERATOR, Viewer
from graphkit.model import Scope
from graphkit.store import GraphStore
from ingest.connector import Connector
from ingest.connectors.slack import Slack
from ingest.connectors.zulip import Zulip
from ingest.extraction import Extraction
from ingest.pipeline import Report, ingest
from ingest.workers import parse
from tests.ingest.exports import ADA, PRIVATE, PUBLIC, SLACK, ZULIP, Files, packed, said, wrote

LISTS: Files = {name: SLACK[name] for name in ("users.json", "channels.json", "groups.json")}
JANUARY, FEBRUARY, MARCH = "1704888000.1", "1707566400.1", "1710072000.1"
"""The tenth of each month in 2024, at noon."""
NIGHT = "1706749200.1"
"""February in UTC, the last of January at 17:00 in California."""


def passed(store: GraphStore, file: Path, files: Files, kind: type[Connector] = Slack) -> Report:
    """One pass over a .zip, agreed to remove what is gone."""
    connector = kind.open(packed(file, files), "s", 1_000_000, parse)
    extraction = Extraction(("en",), "off")
    return ingest(store, connector, "s", extraction=extraction, agree=lambda _gone, _of: True)


def keys(store: GraphStore, viewer: Viewer = OPERATOR) -> set[str]:
    """The documents a viewer may see, without their source."""
    readings = store.facts(viewer, Scope()).readings
    return {reading.document.id.removeprefix("s:") for reading in readings}


def day(ts: str, *texts: str, folder: str = "wind", **more: object) -> Files:
    """The file of the tenth of a month, with messages a second apart."""
    number, _, rest = ts.partition(".")
    messages = [
        {**said(f"{int(number) + n}.{rest}", text), **more} for n, text in enumerate(texts)
    ]
    month = {JANUARY: "01", FEBRUARY: "02", MARCH: "03"}[ts]
    return {f"{folder}/2024-{month}-10.json": messages}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where an export is written."""
    return tmp_path / "export.zip"


def test_an_export_of_february_does_not_sweep_january(store: GraphStore, file: Path) -> None:
    passed(store, file, {**LISTS, **day(JANUARY, "Wind")})
    report = passed(store, file, {**LISTS, **day(FEBRUARY, "Grid")})
    assert report.removed == 0
    assert keys(store) == {f"C0WIND001/{JANUARY}", f"C0WIND001/{FEBRUARY}"}


def test_what_was_edited_or_deleted_is_so_after_the_next_pass(
    store: GraphStore, file: Path
) -> None:
    passed(store, file, {**LISTS, **day(FEBRUARY, "Wind", "Grid", "Pump")})
    changed = day(FEBRUARY, "Wind farms", "Grid", "Pump")["wind/2024-02-10.json"]
    assert isinstance(changed, list)
    report = passed(store, file, {**LISTS, "wind/2024-02-10.json": changed[:2]})
    assert (report.changed, report.unchanged, report.removed) == (1, 1, 1)


def test_a_message_whose_text_was_taken_back_is_removed(store: GraphStore, file: Path) -> None:
    passed(store, file, {**LISTS, **day(FEBRUARY, "Wind")})
    report = passed(store, file, {**LISTS, **day(FEBRUARY, "", subtype="tombstone")})
    assert (report.removed, report.skipped) == (1, {"deleted messages": 1})


def test_days_of_another_zone_do_not_reach_into_those_before(
    store: GraphStore, file: Path
) -> None:
    passed(store, file, {**LISTS, "wind/2024-01-31.json": [said(NIGHT)]})
    begun = {"wind/2024-02-01.json": [said("1706774500.1"), said("1706860000.1")]}
    report = passed(store, file, {**LISTS, **begun})
    assert report.removed == 0
    assert f"C0WIND001/{NIGHT}" in keys(store)


@pytest.mark.parametrize(("lists", "gone"), [(LISTS, True), ({"users.json": [ADA]}, False)])
def test_a_channel_is_gone_where_all_channels_are_listed_and_it_is_not(
    store: GraphStore, file: Path, lists: Files, *, gone: bool
) -> None:
    passed(store, file, {**LISTS, **day(FEBRUARY, "Wind")})
    other = {**lists, "channels.json": [{**PUBLIC, "id": "C0GRID001", "name": "grid"}]}
    passed(store, file, {**other, **day(FEBRUARY, "Grid", folder="grid")})
    assert (f"C0WIND001/{FEBRUARY}" in keys(store)) is not gone


def test_a_renamed_channel_is_the_same(store: GraphStore, file: Path) -> None:
    passed(store, file, {**LISTS, **day(FEBRUARY, "Wind")})
    renamed = {**LISTS, "channels.json": [{**PUBLIC, "name": "offshore"}]}
    report = passed(store, file, {**renamed, **day(FEBRUARY, "Wind", folder="offshore")})
    assert (report.changed, report.new, report.removed) == (1, 0, 0)


def test_only_those_who_are_in_a_conversation_see_it(store: GraphStore, file: Path) -> None:
    files = {**LISTS, **day(FEBRUARY, "Price", folder="bids"), **day(JANUARY, "Wind")}
    lost = {"lost/2024-02-10.json": [said(FEBRUARY)]}
    passed(store, file, {**files, **lost})
    ada, cleo = (Viewer(frozenset({f"user:{name}@x.org"})) for name in ("ada", "cleo"))
    public, private = {f"C0WIND001/{JANUARY}"}, {f"C0BIDS001/{FEBRUARY}"}
    assert (keys(store, ada), keys(store, cleo)) == (public | private, public)
    moved = {**PRIVATE, "members": ["U0CLEO001"]}
    passed(store, file, {**files, **lost, "groups.json": [moved]})
    assert (keys(store, ada), keys(store, cleo)) == (public, public | private)
    assert keys(store) == public | private | {f"lost/{FEBRUARY}"}


def test_a_public_channel_made_private_is_so_after_the_next_pass(
    store: GraphStore, file: Path
) -> None:
    everybody = Viewer(frozenset())
    passed(store, file, {**LISTS, **day(FEBRUARY, "Wind")})
    assert keys(store, everybody)
    closed = {**LISTS, "channels.json": [], "groups.json": [PUBLIC]}
    passed(store, file, {**closed, **day(FEBRUARY, "Wind")})
    assert not keys(store, everybody)
    assert keys(store, Viewer(frozenset({"user:ada@x.org"})))


def test_after_a_pass_with_a_damaged_file_nothing_is_swept(store: GraphStore, file: Path) -> None:
    passed(store, file, {**LISTS, **day(JANUARY, "Wind"), **day(MARCH, "Grid")})
    torn = {**LISTS, **day(MARCH, "Grid"), "wind/2024-01-10.json": b"[{"}
    report = passed(store, file, torn)
    assert (report.removed, report.complete) == (0, False)
    assert [where for where, _ in report.quarantined] == ["wind/2024-01-10.json"]
    assert f"C0WIND001/{JANUARY}" in keys(store)


def test_of_zulip_the_streams_that_are_there_are_swept(store: GraphStore, file: Path) -> None:
    passed(store, file, ZULIP, Zulip)
    less = {"12-wind/Which.20permit.3F.json": [wrote(1, "<p>Which permit is it?</p>")]}
    report = passed(store, file, less, Zulip)
    assert (report.unchanged, report.removed) == (1, 2)
    assert keys(store) == {"12/1", "13/5"}
