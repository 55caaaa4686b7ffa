"""Same facts, same formula, same question: same bytes."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.schemas import AnswerOut, ExplanationOut
from graphkit.acl import PUBLIC
from graphkit.explain import explain
from graphkit.formula import Formula
from graphkit.ids import canonical
from graphkit.model import Reading, Scope
from graphkit.ranking import ask
from graphkit.store import GraphStore
from graphkit.view import View
from tests.conftest import ROOT
from tests.invariants.organisations import (
    LANGUAGES,
    Inquiry,
    emptied,
    inquiries,
    part,
    reading,
    stored,
)

EVERYBODY = Formula(floor=0)


def _bytes(view: View, question: str) -> str:
    """Everything a door could print about one question."""
    answer = ask(view, question, k=100, formula=EVERYBODY)
    explained = (explain(view, question, e.id, formula=EVERYBODY) for e in answer.experts)
    return "\n".join(
        [
            AnswerOut.of(answer, None).model_dump_json(),
            *(ExplanationOut.of(each).model_dump_json() for each in explained),
        ]
    )


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[GraphStore, GraphStore]]:
    folder = tmp_path_factory.mktemp("order")
    opened = stored(str(folder / "one.db")), stored(str(folder / "other.db"))
    yield opened
    for store in opened:
        store.close()


@settings(max_examples=80, deadline=None)
@given(inquiry=inquiries, randomness=st.randoms(use_true_random=False))
def test_any_order_of_reading_gives_the_same_dump_and_the_same_answers(
    stores: tuple[GraphStore, GraphStore], inquiry: Inquiry, randomness: Random
) -> None:
    one, other = map(emptied, stores)
    for group, members in inquiry.memberships.items():
        one.enrol(group, members)
    one.put(inquiry.readings)
    writes: list[Callable[[], object]] = [partial(other.put, [each]) for each in inquiry.readings]
    writes += [partial(other.enrol, *each) for each in inquiry.memberships.items()]
    for write in randomness.sample(writes, len(writes)):
        write()
    assert list(one.dump()) == list(other.dump())
    question = f"permits {inquiry.question}"
    told = [_bytes(View(store, inquiry.viewer, LANGUAGES), question) for store in (one, other)]
    assert told[0] == told[1]
    assert told[0] == _bytes(View(one, inquiry.viewer, LANGUAGES), question)


def firm() -> list[Reading]:
    """An organisation with ties, copies, namesakes, spellings and languages."""
    people = [part(f"p{n}", name=f"Name {n % 3}") for n in range(9)]
    made = [
        reading(
            f"{'ab'[n % 2]}:{n}",
            f"wind permit word{n % 4} fr/permis fr/éolien {'grid ' * (n % 3)}",
            people[n % 9],
            people[(n * 4 + 1) % 9],
            acl="everyone group:bids" if n % 5 else "group:bids",
            date=f"2024-0{n % 9 + 1}-01" if n % 4 else None,
        )
        for n in range(40)
    ]
    return [r for r in made if len({c.alias for c in r.contributions}) == len(r.contributions)]


def main(file: str) -> None:
    """Print all there is to tell: run in processes of their own, below."""
    store = stored(file, *firm())
    store.enrol("group:bids", frozenset(f"user:p{n}@x.org" for n in range(9)))
    view = View(store, PUBLIC, LANGUAGES)
    facts = store.facts(PUBLIC, Scope())
    sys.stdout.write(_bytes(view, "permis éolien wind grid"))
    sys.stdout.write("\n".join(map(canonical, store.dump())))
    sys.stdout.write(canonical([facts.names, list(view.graph().to_networkx().edges)]))
    store.close()


def test_two_processes_with_different_hash_seeds_print_the_same(tmp_path: Path) -> None:
    program = "import sys; from tests.invariants.test_determinism import main; main(sys.argv[1])"
    printed = [
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / f"{seed}.db")],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            cwd=ROOT,
        ).stdout
        for seed in ("1", "2")
    ]
    assert printed[0] == printed[1]
    assert printed[0].count(b'"experts":[{') == 1
    assert printed[0].count(b'"candidates":9') == 9


def test_an_answer_knows_no_clock(tmp_path: Path) -> None:
    store = stored(str(tmp_path / "firm.db"), *firm())
    answer = ask(View(store, PUBLIC, LANGUAGES), "wind")
    assert answer.date == "2024-09-01"
    store.close()
