"""
Models of flows between places.

====================  =================================================================================
spatial interaction   `gravity` (gives a `Fit`), `local_fit`, `residuals`, `radiation`
balancing             `balance` (two ways), `balance_three`
flows from stocks     `flows_from_stocks`
scenarios             `what_if` (gives a `Scenario`), `presets`
====================  =================================================================================
"""

from __future__ import annotations

from .balance import balance
from .balance_three import balance_three
from .fit import Fit
from .gravity import gravity
from .local_fit import local_fit, residuals
from .radiation import radiation
from .stocks import flows_from_stocks
from .what_if import Scenario, what_if
from .what_if_presets import presets

__all__ = [
    "Fit",
    "Scenario",
    "balance",
    "balance_three",
    "flows_from_stocks",
    "gravity",
    "local_fit",
    "presets",
    "radiation",
    "residuals",
    "what_if",
]
