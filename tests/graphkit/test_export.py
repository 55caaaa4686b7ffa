import pytest

from graphkit import ask, frame, open_view

pytest.importorskip("pandas", reason="the extra notebook is not installed")


def test_an_answer_is_a_table_of_its_experts(firm_store: str) -> None:
    answer = ask(open_view(firm_store), "heat network losses", k=3)
    table = frame(answer)
    assert list(table.index) == [1, 2, 3]
    assert list(table["name"]) == [expert.name for expert in answer.experts]
    assert list(table["documents"]) == [len(expert.receipts) for expert in answer.experts]
    assert table.loc[1, "best_document"] == "Heat network losses: measured, not assumed"


def test_nobody_is_a_table_without_rows(firm_store: str) -> None:
    table = frame(ask(open_view(firm_store), "quokka husbandry"))
    assert len(table) == 0
    assert "name" in table.columns
