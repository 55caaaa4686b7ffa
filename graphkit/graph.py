"""Graph: what a view returned; immutable, trimmed, indexed by document, person and topic."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

import networkx as nx

from graphkit.ids import source_of
from graphkit.model import Contribution, Document, Facts, Mention, Reading
from graphkit.person import Person
from graphkit.text import is_pair


class Graph:
    """People, documents and topics that one viewer may see, within one scope.

    >>> from graphkit.model import Contribution, Document, Facts, Mention, Reading
    >>> wind = Reading(
    ...     Document("handbook:wind.md", "Wind", frozenset({"everyone"})),
    ...     (Contribution("email:ada@x.org", "Ada", ("author",)),),
    ...     (Mention("en:permit", "permits", 2),),
    ... )
    >>> graph = Graph(Facts((wind,), {"email:ada@x.org": {"Ada": 1}}))
    >>> graph.people, graph.name("email:ada@x.org"), graph.label("en:permit")
    (('email:ada@x.org',), 'Ada', 'permits')
    """

    def __init__(
        self, facts: Facts, mentions: Mapping[str, tuple[Mention, ...]] | None = None
    ) -> None:
        """Index facts, which are sorted by id, with their mentions or those known otherwise."""
        self._names = facts.names
        self._volumes = facts.volumes
        self._people = facts.people
        self._readings: Mapping[str, Reading] = {r.document.id: r for r in facts.readings}
        self._mentions: Mapping[str, tuple[Mention, ...]] = (
            {document: reading.mentions or () for document, reading in self._readings.items()}
            if mentions is None
            else mentions
        )

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents, by id."""
        return tuple(reading.document for reading in self._readings.values())

    @cached_property
    def people(self) -> tuple[str, ...]:
        """The ids of the people with a part in them, sorted."""
        return tuple(sorted({c.alias for r in self._readings.values() for c in r.contributions}))

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """The keys of the topics mentioned, sorted."""
        return tuple(sorted(self._surfaces))

    def document(self, document: str) -> Document:
        """A document by id; KeyError when it is not in this graph."""
        return self._readings[document].document

    def thread(self, document: str) -> tuple[str, str]:
        """What a document is a message of: source and thread, or it alone."""
        of = self._readings[document].document.thread
        return (document, "") if of is None else (source_of(document), of)

    def contributions(self, document: str) -> tuple[Contribution, ...]:
        """Who had a part in a document, by alias."""
        return self._readings[document].contributions

    def mentions(self, document: str) -> tuple[Mention, ...]:
        """What a document mentions, by topic."""
        return self._mentions[document]

    def content_digest(self, document: str) -> str:
        """Stands for all that was read in a document, without its permissions."""
        return self._readings[document].digest.content

    def name(self, person: str) -> str:
        """As the directory has it, else the most used visible spelling, of equals the first."""
        if (known := self._people.get(person)) and known.name:
            return known.name
        spellings = self._names.get(person, {})
        return min(spellings, key=lambda name: (-spellings[name], name), default=person)

    def person(self, person: str) -> Person:
        """What is known of a person beside what the documents say."""
        return self._people.get(person, Person(person, aliases=(person,)))

    @cached_property
    def known(self) -> tuple[Person, ...]:
        """The people of whom more is known than what the documents say, by id."""
        return tuple(self._people[person] for person in sorted(self._people))

    def volume(self, person: str) -> Mapping[tuple[str, ...], int]:
        """In how many of all documents the viewer sees a person has which roles."""
        return self._volumes.get(person, {})

    def label(self, *topics: str) -> str:
        """The commonest surface of some topics here; of equals the first by code point."""
        surfaces: Counter[str] = Counter()
        for topic in topics:
            surfaces.update(self._surfaces.get(topic, {}))
        return min(surfaces, key=lambda surface: (-surfaces[surface], surface), default="")

    @cached_property
    def originals(self) -> Mapping[str, str]:
        """Document → the oldest of its copies here (equal bags of words), then smallest id."""
        oldest: dict[str, Document] = {}
        for document in self.documents:
            copy = oldest.setdefault(document.bag or document.id, document)
            if _age(document) < _age(copy):
                oldest[document.bag] = document
        return {d.id: oldest[d.bag or d.id].id for d in self.documents}

    def copies(self, original: str) -> tuple[str, ...]:
        """The documents that vote as this one, itself included, by id."""
        return self._copies[original]

    def to_networkx(self) -> "nx.DiGraph[str]":
        """People → documents → topics as a networkx graph.

        Nodes carry ``kind`` (person, document, topic) and ``label``; edges from people carry
        ``roles``, edges to topics ``times``. Ids never clash: node names begin with the kind.
        """
        graph: nx.DiGraph[str] = nx.DiGraph()
        for person in self.people:
            graph.add_node(f"person {person}", kind="person", label=self.name(person))
        for topic in self.topics:
            if is_pair(topic):  # says nothing that its words and phrases do not
                continue
            graph.add_node(f"topic {topic}", kind="topic", label=self.label(topic))
        for document in self.documents:
            node = f"document {document.id}"
            graph.add_node(node, kind="document", label=document.title)
            for contribution in self.contributions(document.id):
                graph.add_edge(f"person {contribution.alias}", node, roles=contribution.roles)
            for mention in self.mentions(document.id):
                if not is_pair(mention.topic):
                    graph.add_edge(node, f"topic {mention.topic}", times=mention.times)
        return graph

    @cached_property
    def _copies(self) -> Mapping[str, tuple[str, ...]]:
        groups: dict[str, list[str]] = {}
        for document, original in self.originals.items():
            groups.setdefault(original, []).append(document)
        return {original: tuple(group) for original, group in groups.items()}

    @cached_property
    def _surfaces(self) -> Mapping[str, Counter[str]]:
        surfaces: dict[str, Counter[str]] = {}
        for mentions in self._mentions.values():
            for topic, surface, times, *_ in mentions:
                surfaces.setdefault(topic, Counter())[surface] += times
        return surfaces


def _age(document: Document) -> tuple[bool, str, str]:
    """Sorts documents by age; without a date they come last."""
    return document.date is None, document.date or "", document.id
