"""graphkit: the model and everything that answers; knows no web and no parser."""

from graphkit.answer import Answer, Expert, Receipt
from graphkit.explain import Explanation, explain
from graphkit.export import frame
from graphkit.formula import Formula
from graphkit.plots import plot
from graphkit.profile import Profile, profile
from graphkit.ranking import ask
from graphkit.topics import Topic, topics
from graphkit.view import View, open_view
from graphkit.wanted import Wanted

__all__ = [
    "Answer",
    "Expert",
    "Explanation",
    "Formula",
    "Profile",
    "Receipt",
    "Topic",
    "View",
    "Wanted",
    "ask",
    "explain",
    "frame",
    "open_view",
    "plot",
    "profile",
    "topics",
]
