"""Tehsils, counted twice."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tehsil:
    """
    A tehsil: people counted twice, growth in % a year (NaN where the counts cannot be compared).

    `lon` and `lat` are NaN where no seat is known.
    """

    code: str
    name: str
    district: str
    lon: float
    lat: float
    people_2017: float = 0.0
    people_2023: float = 0.0
    growth: float = math.nan

    @property
    def added(self) -> float:
        """People added between the two censuses; NaN where 2017 is not known."""
        return self.people_2023 - self.people_2017
