"""Every error of the product; nothing else is raised on purpose.

WhoknowsError
├── ConfigError              a setting or an option is wrong
├── IngestError
│   ├── SourceUnreadable     the pass stops; nothing is swept
│   ├── SweepRefused         most of a source is gone; nothing is removed unasked
│   ├── OlderExport          a newer export is on file; nothing is read unasked
│   └── RecordRejected       one record is quarantined; the pass goes on
├── StoreError
│   ├── StoreUnavailable     cannot be reached, read or written now
│   └── SchemaMismatch       not a store of this version
├── QueryError               the question is empty or too long
├── NotFound                 the same for hidden and for absent
└── Forbidden                this viewer may not do that

A message is one line: what is wrong, with what, and what to do next.
"""


class WhoknowsError(Exception):
    """Root of the errors a user can meet."""


class ConfigError(WhoknowsError):
    """A setting or an option is wrong."""


class IngestError(WhoknowsError):
    """Reading a source failed."""


class SourceUnreadable(IngestError):
    """A whole source cannot be read: its pass stops and sweeps nothing."""


class SweepRefused(IngestError):
    """Above half of a source would be removed, and nobody agreed."""


class OlderExport(IngestError):
    """An export ends before the one on file did, and nobody agreed to go back."""


class RecordRejected(IngestError):
    """One record cannot be read: it is quarantined and the pass goes on."""


class StoreError(WhoknowsError):
    """The store refused."""


class StoreUnavailable(StoreError):
    """The store cannot be reached, read or written at the moment."""


class SchemaMismatch(StoreError):
    """What was opened is not a store of this version."""


class QueryError(WhoknowsError):
    """The question cannot be asked."""


class NotFound(WhoknowsError):
    """There is no such thing for this viewer, be it hidden or absent."""


class Forbidden(WhoknowsError):
    """Not for this viewer."""
