"""Answers for notebooks and files."""

from typing import TYPE_CHECKING

from graphkit.answer import Answer

if TYPE_CHECKING:  # pandas comes with the extra `notebook`
    import pandas as pd

_COLUMNS = ("rank", "name", "score", "strength", "topics", "documents", "best_document", "id")


def frame(answer: Answer) -> "pd.DataFrame":
    """An answer as a table, one row an expert, best first.

    Columns: rank (from 1), name, score, strength (0 to 1), topics (labels, comma-separated),
    documents (how many speak for the person), best_document (title), id. Nobody: no rows.

    Raises
    ------
    ModuleNotFoundError
        Without pandas: ``pip install 'whoknows[notebook]'``.
    """
    import pandas as pd  # noqa: PLC0415  an extra

    rows = [
        (
            rank,
            expert.name,
            expert.score,
            expert.strength,
            ", ".join(expert.topics),
            len(expert.receipts),
            expert.receipts[0].document.title,
            expert.id,
        )
        for rank, expert in enumerate(answer.experts, start=1)
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).set_index("rank")
