"""What people know about here."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import ViewDep
from api.problems import PROBLEMS
from api.schemas import TopicOut, TopicsOut
from graphkit.topics import topics

router = APIRouter(prefix="/v1/topics", tags=["topics"], responses=PROBLEMS)


@router.get("", summary="What do people know about here?")
def listed(
    view: ViewDep,
    prefix: Annotated[
        str, Query(description="How a word of the topic begins", max_length=200, examples=["wind"])
    ] = "",
    k: Annotated[int, Query(ge=1, le=100, description="How many topics at most")] = 20,
) -> TopicsOut:
    """List the topics that documents speak of, best first, each with who has to do with it."""
    return TopicsOut(topics=[TopicOut.of(topic) for topic in topics(view, prefix, k=k)])
