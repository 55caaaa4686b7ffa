"""One entry for each key of each register: what the contract tests need to try an implementer.

A new store says how to name an empty one, a new signal brings an example computed by hand with
its source, a new connector samples of its input, a new extractor a text and what is found in it.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from graphkit.model import Mention
from ingest.extractor import Paragraph, Text
from tests import neo4j_server

STORES: Mapping[str, Callable[[Path], str]] = {
    "neo4j": lambda _: neo4j_server.emptied(),
    "sqlite": lambda folder: f"sqlite:///{folder / 'store.db'}",
}
"""Address of an empty store, in a folder of its own."""

EXAMPLES: Mapping[str, int] = {"neo4j": 10}
"""How many each property is tried with where more take too long; it has a twin test beside."""


EXTRACTORS: Mapping[str, tuple[tuple[Text, tuple[Mention, ...]], ...]] = {
    "words": (
        (
            Text(
                (
                    Paragraph("Wind permits", "en", "title"),
                    Paragraph("The permit for wind, the permits and IT.", "en"),
                    Paragraph("Le permis éolien en mer, it", "fr"),
                ),
                "en",
            ),
            (
                Mention("en:it", "IT", 1, 0),
                Mention("en:permit", "permits", 3, 1),
                Mention("en:wind", "Wind", 2, 1),
                Mention("fr:eolien", "éolien", 1, 0),
                Mention("fr:it", "it", 1, 0),
                Mention("fr:mer", "mer", 1, 0),
                Mention("fr:perm", "permis", 1, 0),
            ),
        ),
        (Text((), "en"), ()),
        (Text((Paragraph("the and of", "en"), Paragraph("… — 。", "fr")), "fr"), ()),
    ),
    "phrases": (
        (
            Text(
                (
                    Paragraph("Pump seals", "en", "title"),
                    Paragraph("Pump seals", "en", "heading"),
                    Paragraph("We replaced the pump seal, and the CI/CD pipeline is ready.", "en"),
                    Paragraph("pump seal = grid operator;", "en", "aside"),
                    Paragraph("Les énergies marines relient les équipes.", "fr"),
                ),
                "en",
            ),
            (
                Mention("en+ci cd pipelin", "CI/CD pipeline", 1, 0),
                Mention("en+pump seal", "Pump seals", 3, 1, 1),
                Mention("en~cd pipelin", "CD pipeline", 1, 0),
                Mention("en~ci cd", "CI CD", 1, 0),
                Mention("fr+energ marin", "énergies marines", 1, 0),
            ),
        ),
        (Text((Paragraph("It is here.", "en"), Paragraph("… — 。", "fr")), "fr"), ()),
    ),
    "runs": (
        (
            Text(
                (
                    Paragraph("Elektrische Leitung", "de", "title"),
                    Paragraph("Elektrische Leitungen", "de", "heading"),
                    Paragraph("Wir prüfen die elektrische Leitung vor uns.", "de"),
                    Paragraph("Leitung = 7;", "de", "aside"),
                    Paragraph("It is the heat pump.", "en"),
                ),
                "de",
            ),
            (
                Mention("de+elektr leitung", "Elektrische Leitung", 3, 1, 1),
                Mention("en+heat pump", "heat pump", 1, 0),
            ),
        ),
    ),
}
"""Texts and what is found in them."""
