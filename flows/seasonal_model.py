"""
What the seasonal scenario is simulated from: places and their people, corridors, temperatures at the origins.

The corridors are those a source names without a number (`flows.load("balochistan_corridors")`), of summer and of
winter only: conflict and study have no season and stay without a number. People are those of the whole city
unit that carries the corridor: "Kachhi plain" is the unit of Sibi and Kachhi, Khanozai is Pishin, whose seat
lies lower and is somewhat milder.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from ._errors import SeasonError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

SEASONS: Final = ("summer", "winter")


@dataclass(frozen=True, eq=False)
class SeasonModel:
    """
    All the scenario needs, read once: places, corridors and the temperatures at their origins.

    Attributes
    ----------
    codes
        The n places, the whole country.
    people
        Usual residents, whole persons, shape (n,).
    origins, destinations
        Positions in `codes`, shape (c,): one entry a corridor.
    seasons
        "summer" or "winter", c of them.
    temperatures
        Mean of each month at the corridor's origin, °C, shape (12, c), January first.
    vintage
        The place set of the codes.

    Raises
    ------
    SeasonError
        The arrays do not fit together, a corridor ends where it starts or is there twice, people are negative,
        a temperature is not known, or there is another season.
    """

    codes: tuple[str, ...]
    people: Ints
    origins: NDArray[np.intp]
    destinations: NDArray[np.intp]
    seasons: tuple[str, ...]
    temperatures: Floats
    vintage: str | None = None

    def __post_init__(self) -> None:
        faults = _find_model_faults(self)
        if faults:
            raise SeasonError("this is not a model of the seasons:\n- " + "\n- ".join(faults))

    @cached_property
    def parties(self) -> tuple[Ints, Ints]:
        """Of each corridor: how many share its origin and season, and its place among them; both shape (c,)."""
        keys = list(zip(self.origins.tolist(), self.seasons, strict=True))
        sizes = [keys.count(key) for key in keys]
        ranks = [keys[:row].count(key) for row, key in enumerate(keys)]
        return np.array(sizes, dtype=np.int64), np.array(ranks, dtype=np.int64)


@cache
def load_season_model() -> SeasonModel:
    """
    Read the documented corridors, the census of 2023 and the temperatures into one model.

    Returns
    -------
    model
        The 123 places of level "cities" and the ten corridors of summer and winter.

    Raises
    ------
    SeasonError
        A carried corridor starts where no temperature is known.
    """
    from .census import census
    from .climate import place_normals
    from .datasets import load

    places = census(2023, level="cities")
    corridors = load("balochistan_corridors").table
    corridors = corridors[corridors["group"].isin(SEASONS)]
    normals = place_normals().pivot(index="month", columns="code", values="tmean_c")
    position = {code: row for row, code in enumerate(places["code"])}
    return SeasonModel(
        codes=tuple(places["code"]),
        people=places["people"].to_numpy(dtype=np.int64),
        origins=corridors["origin"].map(position).to_numpy(dtype=np.intp),
        destinations=corridors["destination"].map(position).to_numpy(dtype=np.intp),
        seasons=tuple(corridors["group"]),
        temperatures=normals.reindex(columns=corridors["origin"]).to_numpy(dtype=np.float64),
        vintage="cities",
    )


def _find_model_faults(model: SeasonModel) -> list[str]:
    corridors, places = len(model.seasons), len(model.codes)
    shapes = {
        "people": (model.people.shape, (places,)),
        "origins": (model.origins.shape, (corridors,)),
        "destinations": (model.destinations.shape, (corridors,)),
        "temperatures": (model.temperatures.shape, (12, corridors)),
    }
    faults = [f"{word} have shape {shape}, not {wanted}" for word, (shape, wanted) in shapes.items() if shape != wanted]
    if faults:
        return faults
    if (model.people < 0).any():
        faults.append("people are negative")
    if not np.isfinite(model.temperatures).all():
        cold = np.flatnonzero(~np.isfinite(model.temperatures).all(axis=0))
        faults.append(f"no temperature for {', '.join(sorted({model.codes[model.origins[row]] for row in cold}))}")
    other = sorted(set(model.seasons) - set(SEASONS))
    if other:
        faults.append(f"season {', '.join(other)} is none of {', '.join(SEASONS)}")
    if (model.origins == model.destinations).any():
        faults.append("a corridor ends where it starts")
    named = list(zip(model.origins.tolist(), model.destinations.tolist(), model.seasons, strict=True))
    if len(set(named)) < len(named):
        faults.append("a corridor is there twice")
    return faults
