"""Models of flows: balancing a matrix to its margins, and the weights of spatial interaction."""

from __future__ import annotations

from .balance import balance

__all__ = ["balance"]
