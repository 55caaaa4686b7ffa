"""Mail as a source: which messages become records, in which thread, for whom."""

import json
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest

from graphkit.acl import EVERYONE, OPERATOR, Viewer
from graphkit.errors import RecordRejected, SourceUnreadable
from graphkit.model import Scope
from graphkit.store import GraphStore
from ingest.connectors.mail import Mail
from ingest.extraction import Extraction
from ingest.pipeline import Report, ingest
from ingest.record import Actor, Content, Record, Skipped, Unreadable
from ingest.workers import Limits, Workers, parse
from tests.ingest.conftest import Item, at_most

MB = 1_000_000
LINE = "From ada at x.org  Tue May 14 09:12:00 2024\n"


def mail(key: str, lines: str = "", text: str = "Pumps hold.", who: str = "ada@x.org") -> str:
    """A message; its lines end with line feeds."""
    return f"From: {who}\nMessage-ID: <{key}>\nSubject: Pumps\n{lines}\n{text}\n"


def box(folder: Path, *mails: str) -> Path:
    """An mbox with these messages."""
    file = folder / "pumps.mbox"
    file.write_text("\n".join(LINE + each for each in mails), encoding="utf-8")
    return file


def items(path: Path, most: int = MB) -> list[Item]:
    """All that a pass yields."""
    return list(Mail.open(path, "s", most, parse).records())


def contents(path: Path) -> Mapping[str, Content]:
    """What the records say, by key."""
    records = [item for item in items(path) if isinstance(item, Record)]
    return {record.id.removeprefix("s:"): record.parse() for record in records}


def run(store: GraphStore, path: Path, acl: frozenset[str] | None = None) -> Report:
    """A pass."""
    source = Mail.open(path, "s", MB, parse)
    return ingest(store, source, "s", extraction=Extraction(("en",)), acl=acl)


def acls(store: GraphStore) -> dict[str, set[str]]:
    """Who may see what is on file."""
    found = store.facts(OPERATOR, Scope()).readings
    return {each.document.id.removeprefix("s:"): set(each.document.acl) for each in found}


def test_replies_stand_in_the_thread_of_their_root_and_answer_their_parent(
    tmp_path: Path,
) -> None:
    path = box(
        tmp_path,
        mail("1@x.org"),
        mail("2@x.org", "In-Reply-To: <1@x.org>\n"),
        mail("3@x.org", "References: <1@x.org> <2@x.org>\n"),
        mail("4@x.org", "References: <4@x.org>\nIn-Reply-To: <4@x.org>\n"),
    )
    assert {key: (said.thread, said.reply_to) for key, said in contents(path).items()} == {
        "1@x.org": ("1@x.org", None),
        "2@x.org": ("1@x.org", "s:1@x.org"),
        "3@x.org": ("1@x.org", "s:2@x.org"),
        "4@x.org": ("4@x.org", None),
    }


def test_an_archive_of_pipermail_is_read(tmp_path: Path) -> None:
    path = tmp_path / "2024q2.txt"
    path.write_text(
        LINE + mail("1@x.org", "Date: broken\n", "From here on\n\nFrom all sides.",
                    "ada at x.org (Ada B)"),
        encoding="utf-8",
    )  # fmt: skip
    assert Mail.recognises(path)
    (said,) = contents(path).values()
    assert said == Content(
        title="Pumps",
        text="From here on\n\nFrom all sides.\n",
        actors=(Actor("email:ada@x.org", "Ada B", "author"),),
        date="2024-05-14T09:12:00",
        link="1@x.org",
        thread="1@x.org",
        fallback=frozenset({"group:s"}),
    )


def test_the_same_message_again_is_skipped_wherever_it_lies(tmp_path: Path) -> None:
    for number, text in enumerate(("Pumps hold.", "Pumps hold.", "Otherwise.")):
        (tmp_path / f"{number}.eml").write_text(mail("1@x.org", text=text))
    box(tmp_path, mail("1@x.org"), mail("2@x.org"))
    first, *again, new = items(tmp_path)
    assert isinstance(first, Record)
    assert again == [
        Skipped(where, "the same message again")
        for where in ("1.eml", "2.eml", "pumps.mbox line 1")
    ]
    assert isinstance(new, Record)


def test_a_message_without_an_id_keeps_its_key_when_the_box_grows(tmp_path: Path) -> None:
    bare = mail("x").replace("Message-ID: <x>\n", "")
    (before,) = contents(box(tmp_path, bare))
    assert list(contents(box(tmp_path, mail("1@x.org"), bare, mail("2@x.org"))))[1] == before
    assert isinstance(items(box(tmp_path, bare, bare))[1], Skipped)


def test_what_is_too_large_is_named_by_its_key_and_the_next_is_read(tmp_path: Path) -> None:
    path = box(tmp_path, mail("1@x.org", text="x" * 3000), mail("2@x.org"))
    first, second = items(path, 2000)
    assert first == Unreadable(
        "pumps.mbox line 1", "it has 0.1 MB, the most is 0.002 (WHOKNOWS_MAX_FILE_MB)", "s:1@x.org"
    )
    assert isinstance(second, Record)


def test_what_stands_before_the_first_message_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    path.write_text("\n\njunk\n\n" + LINE + mail("1@x.org"))
    first, second = items(path)
    reason = "no message begins there, as one in an mbox does"
    assert first == Unreadable("a.mbox line 1", reason)
    assert isinstance(second, Record)


def test_a_box_without_a_message_and_a_torn_one_are_unreadable(tmp_path: Path) -> None:
    empty, torn = tmp_path / "a.mbox", tmp_path / "b.mbox.gz"
    empty.write_bytes(b"")
    torn.write_bytes(b"\x1f\x8b")
    for path, reason in ((empty, "nothing to read"), (torn, "cannot be read to its end")):
        with pytest.raises(SourceUnreadable, match=reason):
            items(path)
        assert Mail.open(path, "s", MB, parse).estimate() >= 0


def attaching(*names: str) -> str:
    """A message with files attached."""
    sent = EmailMessage()
    sent["From"], sent["To"] = "Ada <ada@x.org>", "carl@x.org"
    sent["Message-ID"], sent["Date"] = "<1@x.org>", "Tue, 14 May 2024 09:12:00 +0200"
    sent.set_content("As attached.")
    for name in names:
        sent.add_attachment("# Lines\n\nby: Eve <eve@x.org>\n\nThey hold.", filename=name)
    if names:
        sent.set_boundary("b")
    return sent.as_string()


def test_an_attached_file_is_a_record_of_its_own_for_the_same_people(tmp_path: Path) -> None:
    said = contents(box(tmp_path, attaching("big_grid.md")))
    message, file = said["1@x.org"], said["1@x.org/big_grid.md"]
    assert message.text == "As attached.\n"
    assert (file.title, file.text) == ("Lines", "They hold.")
    assert (file.thread, file.reply_to) == (None, None)
    assert (file.acl, file.groups, file.date) == (message.acl, message.groups, message.date)
    assert file.actors == (Actor("email:eve@x.org", "Eve", "author"), *message.actors)


def test_two_files_of_one_name_are_one(tmp_path: Path) -> None:
    *_, second = items(box(tmp_path, attaching("a.txt", "a.txt")))
    assert second == Skipped("pumps.mbox line 1", "attached under the same name")


def test_a_torn_file_does_not_take_its_message_along(store: GraphStore, tmp_path: Path) -> None:
    report = run(store, box(tmp_path, attaching("a.pdf", "b.txt")))
    assert [where for where, _ in report.quarantined] == ["pumps.mbox line 1: a.pdf"]
    assert set(acls(store)) == {"1@x.org", "1@x.org/b.txt"}


def test_a_file_that_is_attached_no_more_is_swept(store: GraphStore, tmp_path: Path) -> None:
    run(store, box(tmp_path, attaching("a.txt", "b.txt")))
    assert run(store, box(tmp_path, attaching("a.txt"))).removed == 1
    assert run(store, box(tmp_path, attaching("a.txt"))).unchanged == 2


LETTER = mail("1@x.org", "To: carl@x.org\nBcc: eve@x.org\n")
LISTED = mail("2@x.org", "To: pumps@x.org\nList-Id: <pumps.x.org>\n")
ARCHIVED = mail("3@x.org")
NOBODYS = mail("4@x.org", "To: undisclosed-recipients:;\n", who="Ada")


def test_a_mail_is_for_its_people_and_a_lists_for_the_list(
    store: GraphStore, tmp_path: Path
) -> None:
    report = run(store, box(tmp_path, LETTER, LISTED, ARCHIVED, NOBODYS))
    (letter,) = acls(store).pop("1@x.org")
    assert letter.startswith("group:mail/")
    assert acls(store) == {
        "1@x.org": {letter}, "2@x.org": {"group:pumps@x.org"},
        "3@x.org": {"group:s"}, "4@x.org": set(),
    }  # fmt: skip
    assert (report.served, report.unseen) == (0, 3)
    seen = {
        name: store.totals(Viewer(frozenset({f"user:{name}@x.org"}))).documents
        for name in ("ada", "carl", "eve", "dan")
    }
    assert seen == {"ada": 1, "carl": 1, "eve": 1, "dan": 0}
    assert store.totals(Viewer(frozenset({"group:pumps@x.org"}))).documents == 1


def test_acl_serves_what_brings_none_and_takes_effect_on_the_next_pass(
    store: GraphStore, tmp_path: Path
) -> None:
    path = box(tmp_path, LETTER, LISTED, ARCHIVED)
    run(store, path)
    for tokens in ({EVERYONE}, {"group:pumps@x.org"}):
        report = run(store, path, frozenset(tokens))
        assert (report.changed, report.served, report.unseen) == (3, 2, 0)
        assert acls(store)["2@x.org"] == acls(store)["3@x.org"] == tokens
    assert run(store, path).unseen == 2


BOMB = "Content-Type: multipart/mixed; boundary=b\n"
HOSTILE = {
    "10,000 parts in each other": "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(10_000)
    ),
    "10,000 files": BOMB
    + "\n"
    + "--b\nContent-Disposition: attachment; filename=a.txt\n\nx\n" * 10_000,
    "100,000 header lines": "X-A: b\n" * 100_000,
    "100,000 recipients": "To: a@x.org\n" * 100_000,
    "a line of megabytes": "X-A: " + "a" * 5_000_000 + "\n",
    "ids without end": "References: " + "<a@x.org> " * 200_000 + "\n",
    "a name without end": "Content-Type: text/plain; name" + "*0" * 500_000 + "=a\n",
    "50 MB of base64": "Content-Transfer-Encoding: base64\n\n" + "QUFB" * 12_500_000,
    "pages in pages": "Content-Type: text/html\n\n" + "<blockquote>" * 100_000,
}


@pytest.mark.parametrize("lines", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_message_is_read_or_refused_in_seconds(lines: str, tmp_path: Path) -> None:
    path = box(tmp_path, mail("1@x.org", lines), mail("2@x.org"))
    with Workers(Limits(seconds=10)) as workers, at_most(20):
        source = Mail.open(path, "s", 60 * MB, workers.parse)
        *found, last = source.records()
        for item in found:
            if isinstance(item, Record) and not item.id.endswith(".txt"):
                try:
                    item.parse()
                except RecordRejected as rejected:
                    assert str(rejected)  # noqa: PT017  both are right
        assert isinstance(last, Record)
        assert last.parse().text == "Pumps hold.\n"


@pytest.mark.parametrize(
    ("made", "is_mail"),
    [
        ({"a.eml": ""}, True),
        ({"deep/a.eml": "", "photo.jpg": ""}, True),
        ({"a.eml": "", "notes.md": ""}, False),
        ({"cur/1": "", "new/2": ""}, True),
        ({"2024q1.txt": LINE, "2024q2.txt": LINE}, True),
        ({"2024q1.txt": LINE, "notes.txt": ""}, False),
        ({"photo.jpg": ""}, False),
        ({}, False),
    ],
)
def test_a_folder_is_mail_when_nothing_else_is_in_it(
    made: dict[str, str], *, is_mail: bool, tmp_path: Path
) -> None:
    for name, text in made.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert Mail.recognises(tmp_path) == is_mail


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "secret.eml").write_text(mail("1@x.org"))
    (tmp_path / "mail" / "a.eml").symlink_to(tmp_path / "secret.eml")
    (tmp_path / "mail" / "b.eml").write_text(mail("2@x.org"))
    assert list(contents(tmp_path / "mail")) == ["2@x.org"]


def test_no_key_of_a_hostile_id_is_refused_by_the_model(store: GraphStore, tmp_path: Path) -> None:
    ids = ("a" * 600, "\x07\u202e1@x.org", "../../etc", json.dumps({"a": 1}), "a b c", "é@x")
    path = box(tmp_path, *(mail(each) for each in ids))
    report = run(store, path, frozenset({EVERYONE}))
    assert (report.new, report.quarantined) == (len(ids), [])
