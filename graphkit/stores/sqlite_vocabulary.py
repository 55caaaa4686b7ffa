"""The phrases of the SQLite store, summed up over what a viewer may see."""

import sqlite3
from collections import Counter, defaultdict

from graphkit.acl import Viewer
from graphkit.model import Usage, Vocabulary
from graphkit.stores.sqlite_reads import revision, visible_classes

_USED = """
WITH used AS (
    SELECT id, key FROM topic WHERE substr(key, 3, 1) = '+' AND :least <= (
        SELECT count(*) FROM mention
        WHERE topic = topic.id AND class IN (SELECT value FROM json_each(:visible)))
)
"""
_SURFACES = f"""{_USED}
SELECT used.key, m.surface, count(*), sum(m.times) FROM used CROSS JOIN mention m
    ON m.topic = used.id AND m.class IN (SELECT value FROM json_each(:visible))
GROUP BY used.id, m.surface
"""
_HEADED = f"""{_USED}
SELECT used.key, d.source, count(*) FROM used CROSS JOIN mention m
    ON m.topic = used.id AND m.class IN (SELECT value FROM json_each(:visible))
    CROSS JOIN document d ON d.id = m.document
WHERE m.in_title + m.in_heading > 0 GROUP BY used.id, d.source
"""
_SOURCES = """
SELECT source, count(*) FROM document WHERE class IN (SELECT value FROM json_each(:visible))
GROUP BY source
"""
_SPELLINGS = """
SELECT DISTINCT name FROM volume WHERE class IN (SELECT value FROM json_each(:visible))
"""


def vocabulary(db: sqlite3.Connection, viewer: Viewer, least: int) -> Vocabulary:
    """Each phrase's mentions are one range read a class."""
    inside = {"visible": visible_classes(db, viewer), "least": least}
    surfaces: dict[str, dict[str, int]] = {}
    documents: Counter[str] = Counter()
    for key, surface, count, times in db.execute(_SURFACES, inside):
        surfaces.setdefault(key, {})[surface] = times
        documents[key] += count
    headed: dict[str, dict[str, int]] = defaultdict(dict)
    for key, source, count in db.execute(_HEADED, inside):
        headed[key][source] = count
    return Vocabulary(
        {
            key: Usage(surfaces[key], documents[key], headed.get(key, {}))
            for key in sorted(surfaces)
        },
        dict(sorted(db.execute(_SOURCES, inside))),
        frozenset(name for (name,) in db.execute(_SPELLINGS, inside)),
        revision(db),
    )
