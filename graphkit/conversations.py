"""Who asks, who answers, and what: threads, as far as one viewer may see them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from graphkit.model import Message
from graphkit.view import View

_AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Conversations:
    """The threads around some documents.

    ``numbers``: of each message that answers one, its number and that one's; ``answered``: the
    same by id; ``askers``: message → who asked, in threads that open with a question; ``thanks``:
    the messages that say no more than that.
    """

    numbers: tuple[tuple[int, int], ...]
    answered: Mapping[str, str]
    askers: Mapping[str, tuple[str, ...]]
    thanks: frozenset[str] = frozenset()

    def roles(self, document: str, person: str, roles: tuple[str, ...]) -> tuple[str, ...]:
        """A person's roles in a document, with what its author is in the conversation.

        Whoever opens a thread with a question is asker in all of it; who writes there, too, is
        answerer; who but thanks is participant. Other roles, and authors elsewhere, stay.

        >>> talk = Conversations((), {}, {"a:1": ("ada",), "a:2": ("ada",)}, frozenset({"a:3"}))
        >>> [talk.roles("a:2", person, ("author", "reviewer")) for person in ("ada", "bob")]
        [('asker', 'reviewer'), ('answerer', 'reviewer')]
        >>> [talk.roles(message, "bob", ("author",)) for message in ("a:3", "a:4")]
        [('participant',), ('author',)]
        """
        if _AUTHOR not in roles or not (document in self.askers or document in self.thanks):
            return roles
        asked = person in self.askers.get(document, ())
        is_polite = document in self.thanks
        said = "asker" if asked else "participant" if is_polite else "answerer"
        return tuple(sorted({said, *roles} - {_AUTHOR}))


def conversations_around(view: View, documents: Mapping[int, str]) -> Conversations:
    """What the visible messages do in all threads in which one of some documents stands."""
    pairs: list[tuple[Message, Message]] = []
    askers: dict[str, tuple[str, ...]] = {}
    thanks: set[str] = set()
    for messages in view.threads(documents.values()):
        opener = _opener(messages)
        if opener.act == "asks":
            askers.update((message.document, opener.authors) for message in messages)
        thanks.update(message.document for message in messages if message.act == "thanks")
        pairs += _answers(messages, opener)
    return Conversations(
        tuple((answer.number, answered.number) for answer, answered in pairs),
        {answer.document: answered.document for answer, answered in pairs},
        askers,
        frozenset(thanks),
    )


def _opener(messages: Collection[Message]) -> Message:
    """The oldest message of those that answer none that is seen; dates may lie by time zones."""
    seen = {message.document for message in messages}
    opening = [message for message in messages if message.reply_to not in seen]
    return min(opening or messages, key=_age)


def _answers(messages: Collection[Message], opener: Message) -> Iterable[tuple[Message, Message]]:
    """Each message but the opener, and the one it answers: if that is not seen, the opener."""
    known = {message.document: message for message in messages}
    for message in messages:
        answered = known.get(message.reply_to or "", opener)
        if answered is not message:
            yield message, answered


def _age(message: Message) -> tuple[bool, str, str]:
    """Sorts messages by age; without a date they come last."""
    return message.date is None, message.date or "", message.document
