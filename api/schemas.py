"""What leaves through the doors, one shape for terminal and HTTP; fields are never renamed."""

from typing import Self

from pydantic import BaseModel, Field

from graphkit.answer import Answer, Expert, Receipt
from graphkit.explain import Explanation
from graphkit.person import Person
from graphkit.topics import Topic

RECEIPTS = 5
"""How many receipts an expert shows unless all are asked for."""


class PersonOut(BaseModel):
    """A person: the id to ask with, the name to show."""

    id: str
    name: str


class ProfileOut(PersonOut):
    """A person with what the directory knows; empty where it knows nothing."""

    title: str
    departments: list[str]
    location: str
    languages: list[str] = Field(description="Languages spoken, ISO 639-1")
    contact: str
    left: bool = Field(description="Whether they are with the organisation no more")

    @classmethod
    def of(cls, name: str, person: Person) -> Self:
        """A person as shown, and as known."""
        return cls(
            id=person.id,
            name=name,
            title=person.title,
            departments=list(person.departments),
            location=person.location,
            languages=list(person.languages),
            contact=person.contact,
            left=person.has_left,
        )


class DocumentOut(BaseModel):
    """A document: where it is, what it is called, when it was written (ISO 8601)."""

    id: str
    title: str
    link: str
    date: str | None


class PartsOut(BaseModel):
    """What a share comes from; together the parts are the share."""

    words: float = Field(description="The words asked, as the document holds them")
    reply: float = Field(description="What the message answers holds them")
    related: float = Field(description="Words of the best documents, beside those asked")
    network: float = Field(description="Who is connected with whom around the question")


class ReceiptOut(BaseModel):
    """One document, the person's roles in it, and its share of their score."""

    document: DocumentOut
    roles: list[str]
    share: float = Field(ge=0)
    parts: PartsOut
    topics: list[str]

    @classmethod
    def of(cls, receipt: Receipt) -> Self:
        """The receipt of an answer."""
        document = receipt.document
        return cls(
            document=DocumentOut(
                id=document.id, title=document.title, link=document.link, date=document.date
            ),
            roles=list(receipt.roles),
            share=receipt.share,
            parts=PartsOut(**receipt.parts._asdict()),
            topics=list(receipt.topics),
        )


class ExpertOut(BaseModel):
    """A candidate expert; all shares, those left out included, sum to the score."""

    person: ProfileOut
    score: float = Field(ge=0)
    strength: float = Field(ge=0, le=1, description="How strong the evidence is; plain from 0.5")
    topics: list[str]
    receipts: list[ReceiptOut]
    receipts_left_out: int

    @classmethod
    def of(cls, expert: Expert, receipts: int | None) -> Self:
        """An expert with their best receipts; None shows all."""
        shown = expert.receipts[:receipts]
        return cls(
            person=ProfileOut.of(expert.name, expert.person),
            score=expert.score,
            strength=expert.strength,
            topics=list(expert.topics),
            receipts=[ReceiptOut.of(receipt) for receipt in shown],
            receipts_left_out=len(expert.receipts) - len(shown),
        )


class NobodyOut(BaseModel):
    """Why nobody is known."""

    reason: str


class AnswerOut(BaseModel):
    """Who knows about this: experts, best first, or nobody and why."""

    question: str
    date: str | None = Field(description="Newest date among the documents you may see")
    formula: str = Field(description="Short digest of the numbers of the ranking")
    fingerprint: str = Field(description="Equal when the same facts were read")
    nobody: NobodyOut | None
    related: list[str] = Field(description="Words that counted beside those asked, best first")
    experts: list[ExpertOut]

    @classmethod
    def of(cls, answer: Answer, receipts: int | None = RECEIPTS) -> Self:
        """An answer with so many receipts an expert; None shows all."""
        return cls(
            question=answer.question,
            date=answer.date,
            formula=answer.formula,
            fingerprint=answer.fingerprint,
            nobody=None if answer.nobody is None else NobodyOut(reason=answer.nobody),
            related=list(answer.related),
            experts=[ExpertOut.of(expert, receipts) for expert in answer.experts],
        )


class WordOut(BaseModel):
    """A word of the question and how many visible documents hold it."""

    word: str
    documents: int


class AheadOut(BaseModel):
    """The candidate one place above."""

    person: PersonOut
    score: float


class ExplanationOut(BaseModel):
    """Why this person, with all receipts; or why not (``rank`` is null)."""

    question: str
    date: str | None
    formula: str
    fingerprint: str
    person: ProfileOut
    rank: int | None
    candidates: int
    score: float
    strength: float
    reason: str
    words: list[WordOut]
    related: list[str] = Field(description="Words that counted beside those asked, best first")
    receipts: list[ReceiptOut]
    ahead: AheadOut | None

    @classmethod
    def of(cls, explanation: Explanation) -> Self:
        """An explanation as it is."""
        expert, ahead = explanation.expert, explanation.ahead
        return cls(
            question=explanation.question,
            date=explanation.date,
            formula=explanation.formula,
            fingerprint=explanation.fingerprint,
            person=ProfileOut.of(expert.name, expert.person),
            rank=explanation.rank,
            candidates=explanation.candidates,
            score=expert.score,
            strength=expert.strength,
            reason=explanation.reason,
            words=[WordOut(word=w.word, documents=w.documents) for w in explanation.words],
            related=list(explanation.related),
            receipts=[ReceiptOut.of(receipt) for receipt in expert.receipts],
            ahead=ahead
            and AheadOut(person=PersonOut(id=ahead.id, name=ahead.name), score=ahead.score),
        )


class TopicOut(BaseModel):
    """A topic: in how many documents it stands, and the people who have most to do with them."""

    topic: str
    documents: int
    people: int = Field(description="How many people have a part in them")
    best: list[PersonOut] = Field(description="The first of these")

    @classmethod
    def of(cls, topic: Topic, people: int = 3) -> Self:
        """A topic with so many of its people."""
        best = [PersonOut(id=person, name=name) for person, name in topic.people[:people]]
        return cls(
            topic=topic.text, documents=topic.documents, people=len(topic.people), best=best
        )


class TopicsOut(BaseModel):
    """Topics, best first."""

    topics: list[TopicOut]


class HealthOut(BaseModel):
    """The service can read its store."""

    status: str
    version: str


class ProblemOut(BaseModel):
    """What went wrong (RFC 9457, application/problem+json)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
