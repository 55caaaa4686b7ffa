"""Exports of chats for the tests: written as folders, packed as .zip files."""

import json
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

Files = Mapping[str, object]
"""Content by path: bytes as they are, anything else as JSON."""

ADA = {
    "id": "U0ADA0001", "team_id": "T0FIRM001", "name": "ada", "deleted": False, "is_bot": False,
    "profile": {"real_name": "Ada B", "display_name": "adab", "email": "Ada@x.org"},
}  # fmt: skip
BOB = {"id": "U0BOB0001", "team_id": "T0FIRM001", "name": "bob", "profile": {}}
CLEO = {
    "id": "U0CLEO001", "team_id": "T0FIRM001", "name": "cleo",
    "profile": {"real_name": "", "display_name": "Cleo D", "email": "cleo@x.org"},
}  # fmt: skip
ROBOT = {"id": "U0BOT0001", "team_id": "T0FIRM001", "name": "builder", "is_bot": True}
PUBLIC = {"id": "C0WIND001", "name": "wind", "members": ["U0ADA0001"]}
PRIVATE = {"id": "C0BIDS001", "name": "bids", "members": ["U0ADA0001", "U0BOB0001", "U0X"]}


def said(ts: str, text: str = "They hold.", user: str = "U0ADA0001", **more: object) -> Files:
    """A message of Slack."""
    return {"type": "message", "ts": ts, "user": user, "text": text, **more}


SLACK: Files = {
    "users.json": [ADA, BOB, CLEO, ROBOT],
    "channels.json": [PUBLIC],
    "groups.json": [PRIVATE],
    "dms.json": [{"id": "D0ADABOB1", "members": ["U0ADA0001", "U0CLEO001"]}],
    "mpims.json": [],
    "integration_logs.json": [],
    "wind/2024-05-14.json": [
        said("1715680800.000100", "Which <https://x.org/p|permit> is it, <@U0BOB0001>?"),
        said("1715680900.000100", "The old one", "U0BOB0001", thread_ts="1715680800.000100"),
        said("1715680901.000100", "joined", subtype="channel_join"),
        said("1715680902.000100", "built", "U0BOT0001"),
    ],
    "wind/2024-05-15.json": [said("1715767200.000100", "Grid &lt;study&gt;", "U0CLEO001")],
    "bids/2024-05-14.json": [said("1715681000.000100", "Price")],
    "D0ADABOB1/2024-05-15.json": [said("1715767300.000100", "Hello")],
    "old/2024-05-15.json": [said("1715767400.000100", "Who may read this?")],
    "wind/photo.png": b"\x89PNG",
}
"""Two days of a workspace, in UTC."""
SLACK_KEYS = frozenset(
    {
        "C0WIND001/1715680800.000100", "C0WIND001/1715680900.000100",
        "C0WIND001/1715767200.000100", "C0BIDS001/1715681000.000100",
        "D0ADABOB1/1715767300.000100", "old/1715767400.000100",
    }
)  # fmt: skip


def wrote(number: int, content: str, name: str = "Ada B", **more: object) -> Files:
    """A message of Zulip."""
    moment = 1715680800 + number
    return {
        "id": number, "timestamp": moment, "sender_full_name": name, "content": content, **more
    }  # fmt: skip


ZULIP: Files = {
    "12-wind/Which.20permit.3F.json": [
        wrote(1, "<p>Which permit is it?</p>"),
        wrote(2, "<blockquote><p>Which?</p></blockquote>\n<p>The old one</p>", "Bob C"),
    ],
    "12-wind/.E2.9C.94.20caf.C3.A9.json": [wrote(3, "<p>Closed</p>")],
    "12-wind/stream.20events.json": [wrote(4, "<p>made</p>", "Notification Bot")],
    "13-grid/study.json": [wrote(5, "<p>Grid</p>", sender_email="Cleo@x.org")],
    "README.md": b"# Archive\n",
}
"""Two streams."""
ZULIP_KEYS = frozenset({"12/1", "12/2", "12/3", "13/5"})


def written(root: Path, files: Files) -> Path:
    """A folder of files."""
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(encoded(content))
    return root


def packed(file: Path, files: Files) -> Path:
    """A .zip of files."""
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, encoded(content))
    return file


def encoded(content: object) -> bytes:
    """A file's bytes."""
    return content if isinstance(content, bytes) else json.dumps(content).encode()
