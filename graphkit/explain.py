"""explain(): why this person, with all receipts; or why not."""

from dataclasses import dataclass

from graphkit.answer import Expert
from graphkit.formula import Formula
from graphkit.lookup import part_of, person_called
from graphkit.ranking import Ranking, formula_digest, rank
from graphkit.view import View


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of the question, and how many visible documents hold it."""

    word: str
    documents: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where one person stands, and why.

    ``rank`` counts from 1 among ``candidates``; it is None when no visible document speaks for
    the person, and ``reason`` says so. ``related`` are the words that counted beside those asked;
    ``ahead`` is the candidate one place above.
    """

    question: str
    date: str | None
    formula: str
    fingerprint: str
    expert: Expert
    rank: int | None
    candidates: int
    words: tuple[AskedWord, ...]
    related: tuple[str, ...]
    reason: str
    ahead: Expert | None


def explain(
    view: View, question: str, person: str, *, formula: Formula | None = None
) -> Explanation:
    """Why this person is an answer to this question, or why not.

    Parameters
    ----------
    person
        An id, or a name as it is shown if only one person is called so.

    Raises
    ------
    NotFound
        When the viewer sees no such person; the same whether hidden or absent.
    QueryError
        When the question cannot be asked, or several people bear the name.
    """
    formula = formula or Formula()
    ranking = rank(view, question, formula)
    found = person_called(view, person)
    place = ranking.people.index(found) if found in ranking.shares else None
    matched = ranking.matched
    return Explanation(
        matched.query.question,
        matched.totals.newest,
        formula_digest(formula),
        ranking.fingerprint(),
        _expert(view, ranking, found),
        None if place is None else place + 1,
        len(ranking.people),
        tuple(
            AskedWord(slot.word, documents)
            for slot, documents in zip(matched.query.slots, matched.frequencies, strict=True)
        ),
        tuple(word.surface for word in matched.related),
        _reason(view, ranking, found),
        ranking.expert(ranking.people[place - 1]) if place else None,
    )


def _expert(view: View, ranking: Ranking, person: str) -> Expert:
    if person in ranking.shares:
        return ranking.expert(person)
    graph = view.graph(part_of(person))
    known = view.person(person)
    return Expert(person, known.name or graph.name(person), 0.0, 0.0, (), (), known)


def _reason(view: View, ranking: Ranking, person: str) -> str:
    receipts = len(ranking.shares.get(person, {}))
    if not receipts:
        of_theirs = len(view.facts(part_of(person)).readings)
        return f"of their documents that you may see ({of_theirs}), none matches"
    documents = "1 document speaks" if receipts == 1 else f"{receipts} documents speak"
    if ranking.evidence(person) < ranking.formula.floor:
        return f"{documents} for them, too weakly to name them"
    return f"{documents} for them"
