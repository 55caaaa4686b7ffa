"""Small mailboxes, the same three messages in each form that `mail` reads."""

import gzip
from pathlib import Path

_DATE = "Tue, 14 May 2024 09:12:00 +0200"
_MAILS = (
    f"""\
From: Ada B <ada@x.org>
To: bob@x.org
Message-ID: <1@x.org>
Date: {_DATE}
Subject: Permits

Do they hold?
""",
    f"""\
From: bob@x.org
To: ada@x.org
Message-ID: <2@x.org>
In-Reply-To: <1@x.org>
Date: {_DATE}
Subject: Re: Permits
Content-Type: multipart/mixed; boundary=b

--b

They do.
--b
Content-Disposition: attachment; filename=grid.md

# Grid

by: Cleo <cleo@x.org>

lines
--b--
""",
    "Message-ID: <deep@x.org>\nFrom: ada@x.org\n"
    + "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(40))
    + "\nx\n",
)
KEYS = frozenset({"1@x.org", "2@x.org", "2@x.org/grid.md", "deep@x.org"})
BROKEN = frozenset({"deep@x.org"})


def mbox(folder: Path) -> Path:
    """An mbox, as pipermail writes one."""
    file = folder / "pumps.mbox"
    begun = "From ada at x.org  Tue May 14 09:12:00 2024\n"
    file.write_text("\n".join(begun + mail for mail in _MAILS), encoding="utf-8")
    return file


def packed(folder: Path) -> Path:
    """The same, packed."""
    raw = gzip.compress(mbox(folder).read_bytes())
    (folder / "pumps.mbox.gz").write_bytes(raw)
    return folder / "pumps.mbox.gz"


def maildir(folder: Path) -> Path:
    """The same as a maildir."""
    for name in ("cur", "new", "tmp"):
        (folder / "Mail" / name).mkdir(parents=True)
    for number, mail in enumerate(_MAILS):
        (folder / "Mail" / ("cur", "new")[number % 2] / f"{number}.x:2,S").write_text(mail)
    return folder / "Mail"


def letters(folder: Path) -> Path:
    """The same as a folder of .eml files, beside something that is not read."""
    (folder / "letters" / "2024").mkdir(parents=True)
    for number, mail in enumerate(_MAILS):
        (folder / "letters" / "2024" / f"{number}.eml").write_text(mail)
    (folder / "letters" / "photo.jpg").write_bytes(b"\xff\xd8")
    return folder / "letters"
