"""profile(): one person, as far as one viewer may see."""

from dataclasses import dataclass
from itertools import islice

from graphkit.labels import labels_of
from graphkit.lookup import part_of, person_called
from graphkit.model import Document, Scope
from graphkit.person import Person
from graphkit.view import View

_TOPICS = 12
_NEWEST = 5


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of somebody.

    ``manager`` is who that is, by name; ``aliases`` are the addresses and handles that the
    directory lists, and what stands in a visible document;
    ``documents``, in how many of these they have a part; ``newest`` the latest of them, ``topics``
    what most of them speak of.
    """

    name: str
    person: Person
    manager: str
    aliases: tuple[str, ...]
    documents: int
    newest: tuple[Document, ...]
    topics: tuple[str, ...]


def profile(view: View, reference: str) -> Profile:
    """One person by id, alias, or a name that only one bears.

    Raises
    ------
    NotFound
        When the viewer sees no such person; the same whether hidden or absent.
    QueryError
        When several people bear the name.
    """
    return view.in_one_state(lambda: _profile(view, person_called(view, reference)))


def _profile(view: View, key: str) -> Profile:
    person = view.person(key)
    seen = view.store.volumes(view.viewer, person.aliases)
    graph = view.graph(part_of(key))
    documents = sorted(graph.documents, key=lambda d: (d.date or "", d.id), reverse=True)
    listed = {alias for alias in person.listed if not alias.startswith("name:")}
    shown = tuple(alias for alias in person.aliases if alias in seen or alias in listed)
    return Profile(
        person.name or graph.name(key),
        person,
        view.person(person.manager).name if person.manager else "",
        shown,
        len(documents),
        tuple(documents[:_NEWEST]),
        _topics(view, frozenset(document.id for document in documents)),
    )


def _topics(view: View, documents: frozenset[str]) -> tuple[str, ...]:
    """What most of some documents speak of; of equals what is worth more."""
    labels = view.kept(labels_of).all
    wanted = frozenset(topic for label in labels for topic in label.topics)
    graph = view.graph(Scope(documents, topics=wanted)) if documents else None
    if graph is None:
        return ()
    holding: dict[str, int] = {}
    for document in graph.documents:
        for mention in graph.mentions(document.id):
            holding[mention.topic] = holding.get(mention.topic, 0) + 1
    counts = {label.text: max(holding.get(t, 0) for t in label.topics) for label in labels}
    ranked = sorted((text for text in counts if counts[text]), key=lambda text: -counts[text])
    return tuple(islice(ranked, _TOPICS))
