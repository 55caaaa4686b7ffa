"""A quarter of a real mailing list, as pipermail archives it, where ../shared/data is there."""

import json
from pathlib import Path

from graphkit import open_view
from graphkit.acl import OPERATOR
from graphkit.model import Scope
from graphkit.store import open_store
from tests.conftest import whoknows


def test_an_archive_is_read_whole_and_its_replies_stand_in_threads(
    shared: Path, tmp_path: Path
) -> None:
    address = f"sqlite:///{tmp_path / 'mail.db'}"
    archive = shared / "raw" / "mail" / "r-package-devel-2016q1.mbox"
    done = whoknows("ingest", archive, "--store", address, "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["read"], report["new"], report["unseen"]) == (149, 149, 149)
    assert (report["quarantined"], report["skipped"], report["anonymous"]) == ([], {}, 0)
    assert open_view(address).totals().documents == 0
    done = whoknows("ingest", archive, "--store", address, "--acl", "everyone", "--json")
    report = json.loads(done.stdout)
    assert (report["changed"], report["served"], report["unseen"]) == (149, 149, 0)
    store = open_store(address)
    found = [each.document for each in store.facts(OPERATOR, Scope()).readings]
    store.close()
    ids = {document.id for document in found}
    assert len({document.thread for document in found}) == 39
    assert sum(document.reply_to is not None for document in found) == 114
    assert sum(document.reply_to in ids for document in found) == 110
    assert all(document.date for document in found)
    threads: dict[str | None, set[str]] = {}
    for document in found:
        threads.setdefault(document.thread, set()).add(document.title)
    assert sum(len(titles) > 1 for titles in threads.values()) <= 1
