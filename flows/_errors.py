"""
Every error the flows package raises on purpose.

::

    Exception
    ├── ValueError
    │   ├── FlowTableError       a flow table breaks its rules; the message lists every fault
    │   │   └── KindError        two tables that answer different questions were put together
    │   ├── ReadError            a file cannot be read as flows; the message says where and what to do
    │   ├── EstimateError        an estimate was asked for something it cannot give
    │   │   └── ModelError       a model cannot be fitted to, or run on, what it was given
    │   ├── IndicatorError       a measure cannot be taken of this matrix or these populations
    │   ├── SeasonError          months, places or shares of a seasonal measure or scenario are wrong
    │   └── DisclosureError      a table cannot be protected as asked
    ├── LookupError
    │   └── UnknownDatasetError  no carried table has that name
    └── UserWarning
        └── OrientationWarning   a matrix looks transposed
"""

from __future__ import annotations

__all__ = [
    "DisclosureError",
    "EstimateError",
    "FlowTableError",
    "IndicatorError",
    "KindError",
    "ModelError",
    "OrientationWarning",
    "ReadError",
    "SeasonError",
    "UnknownDatasetError",
]


class FlowTableError(ValueError):
    """A flow table breaks its rules; the message lists every fault found, not only the first."""


class KindError(FlowTableError):
    """Two tables of different kind, interval or district list were put together."""


class ReadError(ValueError):
    """A file cannot be read as flows; the message says what, where, and what to do."""


class EstimateError(ValueError):
    """An estimate was asked for a period, a place or a parameter it cannot give."""


class ModelError(EstimateError):
    """A model cannot be fitted to, or run on, what it was given; the message lists every fault."""


class IndicatorError(ValueError):
    """A measure cannot be taken: the message says what is wrong with the matrix, the populations or the labels."""


class SeasonError(ValueError):
    """A seasonal measure or scenario was given months, places or shares it cannot use."""


class DisclosureError(ValueError):
    """A table cannot be protected as asked; the message says why."""


class OrientationWarning(UserWarning):
    """Net migration runs against population change, so rows and columns of the matrix may be swapped."""


class UnknownDatasetError(LookupError):
    """No carried table has that name."""
