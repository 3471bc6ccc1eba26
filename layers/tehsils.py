"""Tehsils and the circles that stand for them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from layers.wording import say_list


@dataclass(frozen=True, slots=True)
class Tehsil:
    """
    A tehsil, or several at one point (`merged` has their codes): people counted twice, growth in % a year.

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
    merged: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the tehsils it stands for."""
        return self.merged or (self.code,)

    @property
    def added(self) -> float:
        """People added between the two censuses; NaN where 2017 is not known."""
        return self.people_2023 - self.people_2017


def merge_points(known: list[Tehsil], city: tuple[str, ...], centre: Tehsil) -> list[Tehsil]:
    """
    Decide which circles to draw: one for each known point.

    Parameters
    ----------
    known
        Tehsils with two comparable counts.
    city
        Districts of the city itself.
    centre
        Where the city stands and how it is called.

    Returns
    -------
    circles
        Most people added first. Tehsils at one point are one circle. Where fewer than half of the city's own
        tehsils have a known point, the whole city is one circle at its centre, so that no place is invented.
    """
    own = [tehsil for tehsil in known if tehsil.district in city]
    groups: dict[tuple[float, float], list[Tehsil]] = {}
    if 2 * sum(math.isfinite(tehsil.lon) for tehsil in own) < len(own):
        groups[centre.lon, centre.lat] = own
        known = [tehsil for tehsil in known if tehsil.district not in city]
    for tehsil in known:
        if math.isfinite(tehsil.lon):
            groups.setdefault((tehsil.lon, tehsil.lat), []).append(tehsil)
    circles = [
        group[0] if len(group) == 1 and group is not own else _merge(group, centre.name if group is own else "", point)
        for point, group in groups.items()
    ]
    return sorted(circles, key=lambda tehsil: -abs(tehsil.added))


def _merge(group: list[Tehsil], name: str, point: tuple[float, float]) -> Tehsil:
    from flows.census import years_between

    before, after = sum(tehsil.people_2017 for tehsil in group), sum(tehsil.people_2023 for tehsil in group)
    growth = 100 * ((after / before) ** (1 / years_between(2017, 2023)) - 1)
    names = [tehsil.name for tehsil in group]
    name = name or (say_list(names) if len(names) < 3 else f"{names[0]} and {len(names) - 1} more")
    codes = tuple(tehsil.code for tehsil in group)
    return Tehsil(codes[0], name, group[0].district, *point, before, after, growth, codes)
