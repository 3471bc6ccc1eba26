"""
How warm it is where, month by month: the normals of 25 weather stations, carried to the places of the atlas.

A place takes its temperatures from the nearest station and is warmer or colder than it by 6.5 °C for every
kilometre it lies lower or higher: the lapse rate of the standard atmosphere (ICAO, Doc 7488, 1993). Nearest is
meant in three dimensions, a kilometre of height counting as a hundred of ground, as climate surfaces are
commonly stretched (Hutchinson, 1995): so Sibi, at 136 m, is like Jacobabad in the plain and not like Quetta,
which is nearer on the map and 1,460 m above it.

Left out one at a time and predicted from the others, the stations' 300 monthly means are missed by 1.5 °C
(root mean square); by 2.3 °C when height does not count in "nearest", by 2.8 °C without the lapse rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from boundaries.sphere import distance_km

from ._carried import read_carried
from ._errors import SeasonError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

LAPSE_RATE: Final = 6.5
"""°C colder for each kilometre higher: the standard atmosphere below 11 km (ICAO, Doc 7488, 1993)."""

VERTICAL_STRETCH: Final = 100.0
"""Kilometres of ground a kilometre of height counts as, when the nearest station is sought (Hutchinson, 1995)."""

CAVEAT: Final = (
    "Normals of a station, moved to the height of the main town by one lapse rate: good to about 1.5 °C, less in "
    "gorges and on slopes. The publisher's notes disagree on the base period (1961–1990 or 1981–2010)."
)
"""The warning to be shown beside temperatures of places."""

_TEMPERATURES = ("tmean_c", "tmax_c", "tmin_c")
_STATION = ("station", "lon", "lat", "elevation_m")
_PLACE = ("code", "lon", "lat", "elevation_m")


def station_normals() -> pd.DataFrame:
    """
    Give the long-term monthly temperatures of 25 stations (Pakistan Meteorological Department).

    Returns
    -------
    normals
        300 rows, by station and month: `station`, `lon`, `lat` (EPSG:4326), `elevation_m` (above sea level, from
        the station list of NOAA), `month` (1–12), `tmean_c`, `tmax_c`, `tmin_c` (°C).

    Notes
    -----
    Footnotes of the publisher give the base period as 1981–2010 in some months and 1961–1990 in others. The
    minimum of Dalbandin looks 3 to 5 °C too low. Sibi, Ziarat and Pishin are not among the stations.
    """
    stations = read_carried("stations.csv")[list(_STATION)]
    normals = read_carried("station_normals.csv").merge(stations, on="station", validate="many_to_one")
    return normals[[*_STATION, "month", *_TEMPERATURES]]


def place_normals(*, lapse_rate: float = LAPSE_RATE) -> pd.DataFrame:
    """
    Give the monthly temperatures of the main town of each city unit (**derived** from station normals).

    Parameters
    ----------
    lapse_rate
        °C colder for each kilometre higher.

    Returns
    -------
    normals
        As `carry_normals`, for 114 of the 123 places of level "cities". Nine have no known height and are not
        in the table; `flows/data/elevations.csv` says why. `attrs["caveat"]` goes beside the numbers.

    Raises
    ------
    SeasonError
        The lapse rate is not a finite number.
    """
    nodes = read_carried("nodes.csv")[["code", "lon", "lat"]]
    heights = read_carried("elevations.csv")[["code", "elevation_m"]].dropna()
    carried = carry_normals(nodes.merge(heights, on="code"), station_normals(), lapse_rate=lapse_rate)
    carried.attrs = {"caveat": CAVEAT}
    return carried


def carry_normals(places: pd.DataFrame, normals: pd.DataFrame, *, lapse_rate: float = LAPSE_RATE) -> pd.DataFrame:
    """
    Carry monthly temperatures of stations to places.

    Parameters
    ----------
    places
        One row a place: `code`, `lon`, `lat` (EPSG:4326), `elevation_m`.
    normals
        Twelve rows a station, like `station_normals`; at least one station unless there are no places.
    lapse_rate
        °C colder for each kilometre higher.

    Returns
    -------
    normals
        Twelve rows a place, by code and month: `code`, `month`, `tmean_c`, `tmax_c`, `tmin_c` (°C), `station`
        (whose figures they are), `distance_km` (along the ground), `higher_m` (place above station). No places
        give an empty table.

    Raises
    ------
    SeasonError
        A column is missing, a number is not finite, a place is named twice, a station has not one row for each
        month, there is no station, or the lapse rate is not finite. All faults are told at once.
    """
    faults = _find_faults(places, normals, lapse_rate)
    if faults:
        raise SeasonError("cannot carry temperatures to places:\n- " + "\n- ".join(faults))
    stations = normals.drop_duplicates("station").reset_index(drop=True)
    ground = _measure_ground(places, stations)
    height = _read(places, "elevation_m")[:, None] - _read(stations, "elevation_m")
    nearest = np.hypot(ground, VERTICAL_STRETCH * height / 1000).argmin(axis=1) if len(places) else np.zeros(0, int)
    rows = np.arange(len(places))
    chosen = places[["code"]].assign(
        station=stations["station"].to_numpy()[nearest],
        distance_km=ground[rows, nearest],
        higher_m=height[rows, nearest],
    )
    carried = chosen.merge(normals[["station", "month", *_TEMPERATURES]], on="station")
    for name in _TEMPERATURES:
        carried[name] -= lapse_rate * carried["higher_m"] / 1000
    columns = ["code", "month", *_TEMPERATURES, "station", "distance_km", "higher_m"]
    return carried.sort_values(["code", "month"], ignore_index=True)[columns]


def _measure_ground(places: pd.DataFrame, stations: pd.DataFrame) -> NDArray[np.float64]:
    """Kilometres along the ground between every place and every station."""
    here, there = (np.column_stack([_read(table, name) for name in ("lon", "lat")]) for table in (places, stations))
    return distance_km(here[:, None], there)


def _read(table: pd.DataFrame, column: str) -> NDArray[np.float64]:
    return table[column].to_numpy(dtype="float64")


def _find_faults(places: pd.DataFrame, normals: pd.DataFrame, lapse_rate: float) -> list[str]:
    faults = [] if np.isfinite(lapse_rate) else [f"the lapse rate is {lapse_rate}; give °C per kilometre"]
    wanted = (("places", places, _PLACE), ("stations", normals, (*_STATION, "month", *_TEMPERATURES)))
    for word, table, columns in wanted:
        missing = [name for name in columns if name not in table]
        if missing:
            faults.append(f"the table of {word} has no column {', '.join(missing)}")
            continue
        for name in columns[1:]:
            bad = table[~np.isfinite(_read(table, name))]
            if len(bad):
                named = ", ".join(dict.fromkeys(bad[columns[0]].astype("str")))
                faults.append(f"{name} is not a number for {named}")
    if faults:
        return faults
    twice = places.loc[places["code"].duplicated(), "code"].unique()
    if len(twice):
        faults.append(f"a place is named twice: {', '.join(twice)}")
    months = normals.groupby("station")["month"].agg(sorted)
    odd = [str(station) for station, seen in months.items() if seen != list(range(1, 13))]
    if odd:
        faults.append(f"a station needs one row for each month 1–12: {', '.join(odd)}")
    if len(places) and not len(normals):
        faults.append("there is no station to take temperatures from")
    return faults
