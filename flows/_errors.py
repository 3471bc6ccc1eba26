"""
Every error the flows package raises on purpose.

::

    Exception
    ├── ValueError
    │   ├── FlowTableError       a flow table breaks its rules; the message lists every fault
    │   │   └── KindError        two tables that answer different questions were put together
    │   ├── ReadError            a file cannot be read as flows; the message says where and what to do
    │   └── EstimateError        an estimate was asked for something it cannot give
    └── LookupError
        └── UnknownDatasetError  no carried table has that name
"""

from __future__ import annotations

__all__ = ["EstimateError", "FlowTableError", "KindError", "ReadError", "UnknownDatasetError"]


class FlowTableError(ValueError):
    """A flow table breaks its rules; the message lists every fault found, not only the first."""


class KindError(FlowTableError):
    """Two tables of different kind, interval or district list were put together."""


class ReadError(ValueError):
    """A file cannot be read as flows; the message says what, where, and what to do."""


class EstimateError(ValueError):
    """An estimate was asked for a period, a place or a parameter it cannot give."""


class UnknownDatasetError(LookupError):
    """No carried table has that name."""
