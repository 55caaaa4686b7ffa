"""Short ways to write down small organisations, and random ones that try to make stores leak."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from hypothesis import strategies as st

from graphkit.acl import EVERYONE, Viewer
from graphkit.formula import Formula
from graphkit.ids import digest
from graphkit.model import Contribution, Digest, Document, Mention, Reading
from graphkit.person import LISTED, Decision, Person
from graphkit.store import GraphStore, open_store
from graphkit.text import is_word, pair_key, phrase_key, word_key

LANGUAGES = ("de", "en", "fr")
ABSENT = "email:nobody@x.org"


def part(who: str, *roles: str, name: str = "") -> Contribution:
    """``ada``'s part in a document: its author, unless other roles are given."""
    held = tuple(sorted(roles or ("author",)))
    return Contribution(f"email:{who}@x.org", name or who.title(), held)


def mentions(text: str) -> tuple[Mention, ...]:
    """What extractors find in a text: words, and phrases beside them.

    ``wind_farm`` holds two words and a phrase, ``NumPy_`` a word and a phrase, a phrase of three
    words and more its neighbours, too; what begins with ``^`` stands in the title, with ``#`` in a
    heading; ``fr/mer`` is French, the rest English.
    """
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for each in text.split():
        place = each[0] if each[0] in "^#" else ""
        language, _, written = each.removeprefix(place).rpartition("/")
        surface = " ".join(written.split("_")).strip()
        for word in surface.split():
            found[word_key(word, language or "en") or ""].append((word, place))
        if "_" in written:
            found[phrase_key(surface, language or "en") or ""].append((surface, place))
            keyed = [key for word in surface.split() if (key := word_key(word, language or "en"))]
            for first, second in pairwise(keyed) if len(keyed) > 2 else ():
                found[pair_key(first, second)].append((surface, place))
    found.pop("", None)
    return tuple(_mention(key, *where) for key, where in sorted(found.items()))


def _mention(key: str, *where: tuple[str, str]) -> Mention:
    surfaces = Counter(surface for surface, _ in where)
    places = [place for _, place in where]
    return Mention(
        key,
        min(surfaces, key=lambda s: (-surfaces[s], s)),
        len(where),
        places.count("^"),
        0 if is_word(key) else places.count("#"),
    )


def reading(
    key: str,
    text: str,
    *people: Contribution,
    acl: str = EVERYONE,
    date: str | None = None,
) -> Reading:
    """A document and what it says; equal texts are copies. The title is the key's last part."""
    found = mentions(text)
    said = [mention for mention in found if is_word(mention.topic)]
    document = Document(
        key,
        title=key.partition(":")[2],
        acl=frozenset(acl.split()),
        link=f"https://x.org/{key}",
        date=date,
        language="en",
        length=sum(mention.times for mention in said),
        # without in_heading: the stores in tests/data are older than it
        bag=digest([list(mention[:4]) for mention in said]) if said else "",
    )
    stamp = Digest(digest(key, text, acl), digest(text))
    return Reading(document, tuple(sorted(people, key=lambda c: c.alias)), found, stamp)


Memberships = Mapping[str, frozenset[str]]
"""A group's token → the tokens of who is in it."""


def stored(address: str, *readings: Reading) -> GraphStore:
    """A new store that holds these readings."""
    store = open_store(address, create=True)
    store.put(readings)
    return store


def places(
    store: GraphStore, viewer: Viewer, *topics: str
) -> dict[str, list[tuple[str, int, int, str]]]:
    """Where topics occur: document, times, its length, how it is written there."""
    found = store.postings(viewer, frozenset(topics))
    told = {}
    for topic, where in found.topics.items():
        columns = [each.tolist() for each in (where.documents, where.times, where.lengths)]
        keys = store.keys(viewer, columns[0])
        surfaces = [where.surfaces[written] for written in where.written.tolist()]
        assert set(surfaces) == set(where.surfaces)
        rows = zip(*columns, surfaces, strict=True)
        told[topic] = sorted((keys[number], *rest) for number, *rest in rows)
    return told


def emptied(store: GraphStore) -> GraphStore:
    """A store without anything in it, for the next organisation."""
    rows = list(store.dump())
    store.remove(str(key) for kind, key, *_ in rows if kind == "document")
    for kind, group, *_ in rows:
        if kind == "member":
            store.enrol(str(group), frozenset())
    return store


_WORDS = """
permit permits Permits wind winds IT it the who car
fr/permis fr/éolien fr/éoliennes fr/en fr/car de/Wind de/war de/der
""".split()
_PHRASES = """
wind_permit Wind_Permits offshore_wind_permit ^wind_permit #wind_permits IT_ ^IT_audit
wind_car ada_lovelace jean_martin Jean_Winds fr/permis_éolien fr/permis fr/wind_permit de/Windpark_
""".split()
_SAID = (*_WORDS, *_PHRASES)
_ASKED = "permits permis wind winds IT the who car éolien war en experts C++".split()
_ACLS = (
    "", "everyone", "everyone group:bids", "everyone", "group:bids", "group:bids group:hr",
    "user:ada@x.org", "group:board", "user:jean2@x.org",
)  # fmt: skip
_GROUPS = ("group:bids", "group:board", "group:hr")
_MEMBERS = (*_GROUPS, "user:ada@x.org", "user:bob@x.org", "user:jean2@x.org", EVERYONE)
_DATES = (None, "2019", "2024-05", "2024-05-14", "2024-05-14T09:12:00", "2026-01-01")
_ROLES = ("author", "reviewer", "participant", "mentioned", "scribe")
SPELLINGS = (
    ("email:ada@x.org", "Ada Lovelace"),
    ("email:ada@x.org", "ada lovelace"),
    ("email:ada@x.org", "A. Lovelace"),
    ("name:ada lovelace", "Ada Lovelace"),
    ("email:jean1@x.org", "Jean Martin"),
    ("email:jean2@x.org", "Jean Martin"),
    ("email:éva@x.org", "Éva"),
    ("email:éva@x.org", "Eva"),
)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """An organisation, somebody who may see a part of it, and what they ask."""

    readings: tuple[Reading, ...]
    viewer: Viewer
    question: str
    formula: Formula
    memberships: Memberships = field(default_factory=dict)
    people: tuple[Person, ...] = ()

    @property
    def visible(self) -> tuple[Reading, ...]:
        """The documents the viewer may see, told without the product's own `may_see`."""
        held = self._own | set(self.visible_memberships)
        return tuple(each for each in self.readings if each.document.acl & held)

    @property
    def visible_memberships(self) -> Memberships:
        """The groups the viewer is in, and as whom; nobody else."""
        own = self._own
        return {group: who & own for group, who in self.memberships.items() if who & own}

    @property
    def _own(self) -> frozenset[str]:
        """What the viewer holds, whatever group they are in: every address listed of them."""
        of = [{a.replace("email:", "user:") for a in person.listed} for person in self.people]
        theirs = (mails for mails in of if mails & self.viewer.claims)
        users = {token for mails in theirs for token in mails if token.startswith("user:")}
        return self.viewer.claims | {EVERYONE} | users

    @property
    def listed(self) -> frozenset[str]:
        """Of what everybody may know who it is: what a directory lists, and ids of people."""
        listed = (alias for person in self.people for alias in person.listed)
        return frozenset([*listed, *(person.id for person in self.people)])

    @property
    def hidden_people(self) -> tuple[str, ...]:
        """Who had a part only in documents the viewer may not see."""
        return tuple(sorted(set(_aliases(self.readings)) - set(self.visible_people)))

    @property
    def visible_people(self) -> tuple[str, ...]:
        """Who had a part in a document the viewer may see."""
        return tuple(sorted(set(_aliases(self.visible))))


def _aliases(readings: Iterable[Reading]) -> list[str]:
    return [c.alias for reading in readings for c in reading.contributions]


_parts = st.builds(
    lambda spelling, roles: Contribution(spelling[0], spelling[1], tuple(sorted(roles))),
    st.sampled_from(SPELLINGS),
    st.sets(st.sampled_from(_ROLES), min_size=1, max_size=2),
)
_Sketch = tuple[str, list[Contribution], str, str | None, int, str | None]
_sketches = st.tuples(
    st.lists(st.sampled_from(_SAID), min_size=1, max_size=6).map(" ".join),
    st.lists(_parts, min_size=1, max_size=3, unique_by=lambda c: c.alias),
    st.sampled_from(_ACLS),
    st.sampled_from(_DATES),
    st.integers(0, 20),  # which earlier document it is a copy of
    st.sampled_from([None, "asks", "tells", "thanks"]),  # what it does, where it is a message
)


def _organisation(sketches: Sequence[_Sketch]) -> tuple[Reading, ...]:
    readings: list[Reading] = []
    texts: list[str] = []
    for number, (own, people, acl, date, original, act) in enumerate(sketches):
        text = texts[original] if original < number else own
        texts.append(text)
        made = reading(f"{'ab'[number % 2]}:{number}", text, *people, acl=acl, date=date)
        if act:  # it answers the document before the one before it, of the same source
            asked = f"{'ab'[number % 2]}:{number - 2}" if number > 1 else None
            document = replace(made.document, thread="thread", reply_to=asked, act=act)
            made = replace(made, document=document)
        readings.append(made)
    return tuple(readings)


organisations = st.lists(_sketches, min_size=3, max_size=8).map(_organisation)

memberships = st.dictionaries(
    st.sampled_from(_GROUPS), st.frozensets(st.sampled_from(_MEMBERS), max_size=3), max_size=3
) | st.builds(  # a group in a group is rare among those
    lambda groups, member: {
        inner: frozenset({member if n == 0 else groups[n - 1]}) for n, inner in enumerate(groups)
    },
    st.permutations(_GROUPS),
    st.sampled_from(_MEMBERS),
)

_PEOPLE = ("person:1", "person:2", "email:ada@x.org")


def _is_listed(person: str, alias: str) -> bool:
    """What the directory says of people; the rest of theirs is merged by hand."""
    return person.startswith(LISTED) and (person, alias) != ("person:2", "email:jean2@x.org")


def _directory(owned: Mapping[str, str], names: Mapping[str, str]) -> tuple[Person, ...]:
    """People who own aliases, no two the same; who is called as an alias owns it."""
    *_, merged = _PEOPLE
    if merged in owned.values():
        owned = {**owned, merged: merged}
    return tuple(
        Person(
            person,
            names.get(person, ""),
            aliases=(aliases := tuple(sorted(a for a, owner in owned.items() if owner == person))),
            listed=tuple(a for a in aliases if _is_listed(person, a)),
            title="Analyst" if names.get(person) else "",
            has_left=names.get(person) == "Ada King",
        )
        for person in _PEOPLE
    )


directories = st.builds(
    _directory,
    st.dictionaries(
        st.sampled_from(sorted({alias for alias, _ in SPELLINGS})), st.sampled_from(_PEOPLE)
    ),
    st.dictionaries(
        st.sampled_from(_PEOPLE[:2]), st.sampled_from(["Ada King", "Jean Martin", "Éva Ö"])
    ),
)

decisions = st.none() | st.builds(
    lambda number, person, aliases: (Decision(number, person, tuple(sorted(aliases))),),
    st.integers(1, 3),
    st.sampled_from(["", *_PEOPLE]),
    st.sets(st.sampled_from(sorted({alias for alias, _ in SPELLINGS})), min_size=1),
)

viewers = st.frozensets(
    st.sampled_from(["group:bids", "group:hr", "user:ada@x.org", "user:jean1@x.org"]), max_size=2
).map(Viewer)

questions = st.lists(st.sampled_from(_ASKED), min_size=1, max_size=3).map(" ".join)

formulas = st.sampled_from(
    [
        Formula(),
        Formula(floor=0, asker=0),
        Formula(floor=0, documents=2),
        Formula(floor=0.02, plain=0.1),
    ]
)

inquiries = st.builds(
    Inquiry, organisations, viewers, questions, formulas, memberships, directories
)
