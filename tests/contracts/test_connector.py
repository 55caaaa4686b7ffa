"""What every connector promises (`ingest.connector.Connector`), run over the register."""

from pathlib import Path

import pytest

from graphkit.errors import RecordRejected, SourceUnreadable
from graphkit.registry import find
from ingest.connector import Connector
from ingest.connectors import CONNECTORS
from ingest.record import Content, Record
from ingest.workers import parse
from tests.contracts.connector_cases import CONNECTORS as CASES
from tests.contracts.connector_cases import Sample

LARGEST = 1_000_000

_every_sample = pytest.mark.parametrize(
    ("kind", "sample"),
    [
        pytest.param(kind, sample, id=f"{kind}: {sample.name}")
        for kind in sorted(CONNECTORS)
        for sample in CASES.get(kind, ())
    ],
)
_every_kind = pytest.mark.parametrize("kind", sorted(CONNECTORS))


def _opened(kind: str, path: Path, source: str = "firm") -> Connector:
    opener: type[Connector] = find(CONNECTORS, kind, "connector")
    return opener.open(path, source, LARGEST, parse)


def _records(connector: Connector) -> list[Record]:
    return [item for item in connector.records() if isinstance(item, Record)]


def _parsed(record: Record) -> Content | None:
    try:
        return record.parse()
    except RecordRejected:
        return None


def test_every_registered_connector_has_a_case_with_a_sample() -> None:
    assert set(CASES) == set(CONNECTORS)
    assert all(CASES.values())


@_every_sample
def test_ids_are_the_source_a_colon_and_the_sources_own_key(
    kind: str, sample: Sample, tmp_path: Path
) -> None:
    path = sample.make(tmp_path)
    for source in ("firm", "été 2024"):
        found = [record.id for record in _records(_opened(kind, path, source))]
        assert sorted(found) == sorted(f"{source}:{key}" for key in sample.keys)


@_every_sample
def test_every_record_parses_or_is_rejected(kind: str, sample: Sample, tmp_path: Path) -> None:
    records = _records(_opened(kind, sample.make(tmp_path)))
    rejected = {record.id for record in records if _parsed(record) is None}
    assert rejected == {f"firm:{key}" for key in sample.broken}


@_every_sample
def test_a_connector_covers_its_own_ids_or_none(kind: str, sample: Sample, tmp_path: Path) -> None:
    connector = _opened(kind, sample.make(tmp_path))
    assert {connector.covers(record.id) for record in _records(connector)} == {sample.covers}


@_every_sample
def test_a_second_pass_finds_the_same(kind: str, sample: Sample, tmp_path: Path) -> None:
    path = sample.make(tmp_path)
    connector = _opened(kind, path)
    first, second = _records(connector), _records(connector)
    assert [(r.id, r.raw, r.size, r.where) for r in first] == [
        (r.id, r.raw, r.size, r.where) for r in second
    ]
    assert [_parsed(record) for record in first] == [_parsed(record) for record in second]


@_every_sample
def test_raw_stays_the_same_until_the_record_changes(
    kind: str, sample: Sample, tmp_path: Path
) -> None:
    path = sample.make(tmp_path)
    before = {record.id: record.raw for record in _records(_opened(kind, path))}
    assert {record.id: record.raw for record in _records(_opened(kind, path))} == before
    said = {record.id: _parsed(record) for record in _records(_opened(kind, path))}
    sample.change(path)
    after = _records(_opened(kind, path))
    changed = f"firm:{sample.changed}"
    assert {record.id for record in after} - set(before) == {f"firm:{key}" for key in sample.added}
    there = [record for record in after if record.id in before]
    assert {record.id for record in there if record.raw != before[record.id]} == {changed}
    assert {record.id for record in there if _parsed(record) != said[record.id]} == {changed}


@_every_sample
def test_an_estimate_is_not_below_the_number_of_records(
    kind: str, sample: Sample, tmp_path: Path
) -> None:
    connector = _opened(kind, sample.make(tmp_path))
    assert connector.estimate() >= len(sample.keys) == len(_records(connector))


@_every_sample
def test_a_connector_recognises_its_own_input(kind: str, sample: Sample, tmp_path: Path) -> None:
    path = sample.make(tmp_path)
    recognised = [each for each in CONNECTORS if find(CONNECTORS, each, "").recognises(path)]
    assert recognised[0] == kind


@_every_kind
@pytest.mark.parametrize("made", [True, False])
def test_where_there_is_nothing_to_read_a_source_is_unreadable(
    kind: str, tmp_path: Path, *, made: bool
) -> None:
    path = tmp_path / "nothing"
    if made:
        path.mkdir()
    with pytest.raises(SourceUnreadable, match="nothing"):
        list(_opened(kind, path).records())
