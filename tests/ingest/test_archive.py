"""Folders and .zip files read the same way, without trust."""

import stat
import struct
import warnings
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.errors import RecordRejected, SourceUnreadable
from ingest.archive import opened
from tests.ingest.conftest import at_most
from tests.ingest.exports import packed, written

MB = 1_000_000
FILES = {"users.json": [], "wind/2024.json": [1], "FC:F1/x.json": [2], ".E2.9C.94.20a.json": [3]}
HIDDEN = {".git/config": b"", "wind/.secret.json": b"", "__MACOSX/wind/x.json": b"",
          ".DS_Store": b"", "wind/._2024.json": b""}  # fmt: skip


def read(path: Path, max_bytes: int = MB) -> dict[str, bytes | str]:
    """The files of an export by name; the reason instead of those that cannot be read."""
    found: dict[str, bytes | str] = {}
    with opened(path, max_bytes) as export:
        for name in export.names:
            try:
                found[name] = export.read(name)
            except RecordRejected as rejected:
                found[name] = str(rejected)
    return found


def refused(path: Path) -> dict[str, str]:
    """What may not be read, and why."""
    with opened(path, MB) as export:
        assert not {each.where for each in export.refused} & set(export.names)
        return {each.where: each.reason for each in export.refused}


def zipped(path: Path, change: Callable[[ZipInfo], None], name: str = "a.json") -> Path:
    """A .zip of one file, of which its list says something else."""
    member = ZipInfo(name)
    change(member)
    with ZipFile(path, "w") as packing:
        packing.writestr(member, b"[]")
    return path


def patched(path: Path, at: int, form: str, value: int) -> Path:
    """A .zip of one file, in whose list's entry a number is replaced."""
    raw = bytearray(path.read_bytes())
    struct.pack_into(form, raw, raw.rindex(b"PK\1\2") + at, value)
    path.write_bytes(raw)
    return path


def test_a_folder_and_its_zip_hold_the_same_files_in_the_same_order(tmp_path: Path) -> None:
    folder = written(tmp_path / "export", FILES | HIDDEN)
    file = packed(tmp_path / "export.zip", dict(reversed((FILES | HIDDEN).items())))
    assert list(read(folder)) == list(read(file)) == sorted(FILES)
    assert read(folder) == read(file)
    assert refused(folder) == refused(file) == {}


@pytest.mark.parametrize(
    "name", ["../a.json", "a/../../b.json", "/etc/a.json", "a\\b.json", "C:/a.json", "a//b.json"]
)
def test_names_that_lead_out_of_a_zip_are_refused(tmp_path: Path, name: str) -> None:
    file = zipped(tmp_path / "a.zip", lambda _: None, name)
    assert refused(file) == {name: "its name leads out of the archive, or is none"}


def test_a_zip_with_a_link_a_locked_or_an_oddly_packed_file_names_it(tmp_path: Path) -> None:
    def link(member: ZipInfo) -> None:
        member.external_attr = (stat.S_IFLNK | 0o777) << 16

    def odd(member: ZipInfo) -> None:
        member.compress_type = ZIP_BZIP2

    file = tmp_path / "a.zip"
    assert refused(zipped(file, link)) == {"a.json": "it is a link or a device, not a file"}
    assert refused(zipped(file, odd))["a.json"].startswith("it is packed in a way")
    assert refused(patched(zipped(file, lambda _: None), 8, "<H", 1)) == {
        "a.json": "it is encrypted"
    }


def test_of_two_files_of_one_name_the_second_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    with warnings.catch_warnings(), ZipFile(file, "w") as packing:
        warnings.simplefilter("ignore")
        packing.writestr("a.json", b"[1]")
        packing.writestr("a.json", b"[2]")
    assert read(file) == {"a.json": b"[1]"}
    with opened(file, MB) as export:
        assert [each.reason for each in export.refused] == ["its name is another's"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = written(tmp_path / "outside", {"secret.json": [1]})
    folder = written(tmp_path / "export", {"a.json": [2]})
    (folder / "wind").symlink_to(outside)
    (folder / "b.json").symlink_to(outside / "secret.json")
    assert refused(folder) == {"wind": "it is a link"}
    assert read(folder) == {"a.json": b"[2]", "b.json": "it is a link or a device, not a file"}


@pytest.mark.parametrize("pack", [written, packed])
def test_a_file_that_is_too_long_is_refused(
    tmp_path: Path, pack: Callable[[Path, object], Path]
) -> None:
    path = pack(tmp_path / "export.zip", {"a.json": b"1" * (MB + 1), "b.json": b"1" * MB})
    found = read(path)
    assert "(WHOKNOWS_MAX_FILE_MB)" in str(found["a.json"])
    assert found["b.json"] == b"1" * MB


def test_what_a_zip_says_of_sizes_is_not_believed(tmp_path: Path) -> None:
    file = packed(tmp_path / "a.zip", {"a.json": b"0" * 30 * MB})
    with at_most(2):
        assert "it has more than 1 MB" in str(read(patched(file, 24, "<L", 10 * MB))["a.json"])
        assert "it is torn" in str(read(patched(file, 24, "<L", 10))["a.json"])


def test_a_zip_that_unpacks_to_far_more_than_it_is_ends_the_pass(tmp_path: Path) -> None:
    file = packed(tmp_path / "a.zip", {f"{n}.json": b"0" * MB for n in range(110)})
    with (
        at_most(5),
        pytest.raises(SourceUnreadable, match="unpacks to more than 100 MB, as no export does"),
    ):
        read(file)


def test_a_zip_with_an_endless_list_of_files_is_refused(tmp_path: Path) -> None:
    size = 65 * MB
    file = tmp_path / "a.zip"
    with file.open("wb") as stream:
        stream.seek(size)  # a hole, which takes no room
        stream.write(struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, size, 0, 0))
    with pytest.raises(SourceUnreadable, match="its list of files has 65 MB: unpack it"):
        read(file)


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    for raw in (b"", b"PK", b"no zip", packed(tmp_path / "b.zip", FILES).read_bytes()[:-30]):
        file.write_bytes(raw)
        with pytest.raises(SourceUnreadable, match=r"a\.zip is no \.zip, or torn"):
            read(file)
    with pytest.raises(SourceUnreadable, match="nothing to read"):
        read(tmp_path / "nowhere")


def test_a_zip_that_is_torn_inside_names_the_file(tmp_path: Path) -> None:
    file = packed(tmp_path / "a.zip", {"a.json": bytes(range(256)) * 9, "b.json": [1]})
    raw = bytearray(file.read_bytes())
    raw[60:80] = b"\xff" * 20
    file.write_bytes(raw)
    found = read(file)
    assert str(found["a.json"]).startswith("it is torn")
    assert found["b.json"] == b"[1]"


@given(st.binary(max_size=300), st.integers(0, 250))
def test_a_zip_with_noise_in_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int
) -> None:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as packing:
        packing.writestr("wind/a.json", zlib.compress(b"[1]"))
        packing.writestr("b.json", b"[2]")
    raw = bytearray(stream.getvalue())
    raw[at : at + len(noise)] = noise
    file = tmp_path_factory.getbasetemp() / "noise.zip"
    file.write_bytes(raw)
    with suppress(SourceUnreadable):
        assert all(isinstance(content, bytes | str) for content in read(file).values())
