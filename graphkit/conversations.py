"""Who answers what: threads, as far as one viewer may see them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from graphkit.model import Message
from graphkit.view import View


@dataclass(frozen=True, slots=True)
class Conversations:
    """The threads around some documents.

    ``numbers``: of each message that answers one, its number and that one's; ``answered``: the
    same by id; ``askers``: message → who opened its thread, in threads of two and more.
    """

    numbers: tuple[tuple[int, int], ...]
    answered: Mapping[str, str]
    askers: Mapping[str, tuple[str, ...]]


def conversations_around(view: View, documents: Mapping[int, str]) -> Conversations:
    """What the visible messages answer in all threads in which one of some documents stands."""
    pairs: list[tuple[Message, Message]] = []
    askers: dict[str, tuple[str, ...]] = {}
    for messages in view.threads(documents.values()):
        if len(messages) > 1:
            opener = min(messages, key=_age)
            askers.update((message.document, opener.people) for message in messages)
            pairs += _answers(messages, opener)
    return Conversations(
        tuple((answer.number, answered.number) for answer, answered in pairs),
        {answer.document: answered.document for answer, answered in pairs},
        askers,
    )


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
