"""
Which H3 cells are which tehsil's.

The census counts 591 tehsils and draws none, so each gets the cells where its people can be, its *support*:

1. A district of 2023 is the area a boundary set draws for it. Where the set draws several districts as one (Karachi;
   Thatta with Sujawal) that one area is theirs together: the view unit that holds them.
2. Where the set has tehsil polygons they are matched to the census's tehsils by name within that area; a matched
   tehsil has its polygon's cells. A tehsil without a polygon but with a known seat (`boundaries.tehsil_seats`) takes
   part in the polygon its seat lies in: it was carved out of it since, and each cell goes to the nearest seat.
3. Without tehsil polygons each cell of the area goes to the nearest seat. Tehsils that share a seat ("Lahore City",
   "Lahore Cantt") share its cells.
4. Tehsils with neither have the polygons nobody claimed; where there are none, the whole district.
5. A support much smaller than the tehsil (`cell_division.LEAST_PART` of the area the census prints) cannot be right: a
   seat beyond the drawn line, a polygon of that name that is another area. The tehsil then shares the cells nearest its
   seat, as many as make up its area; one without a seat, the whole district.

A cell belongs where its centre is, and every tehsil has at least one cell.
Azad Jammu and Kashmir and Gilgit-Baltistan have no census figures here and no cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from .cell_division import Cells, Claims, Support, divide_cells, find_nearest
from .census import census
from .tehsil_names import match_tehsils

if TYPE_CHECKING:
    import geopandas
    import pandas as pd

__all__ = ["RESOLUTION", "TehsilAreas", "find_cells", "find_tehsil_areas"]

RESOLUTION: Final = 7
"""Of the cells: about 5 km² each, finer than any tehsil outside Karachi and coarser than what is known of one."""

Points = NDArray[np.float64]
Positions = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class TehsilAreas:
    """
    The cells of the country and whose they are.

    Attributes
    ----------
    cells
        H3 ids (uint64) of `RESOLUTION`, rising; those whose centre lies in a district with census figures.
    tehsil, district, place
        Per cell (int32) the position of its tehsil in `tehsils`, of its district in `districts` (both as of the census
        of 2023) and of its view unit in `places`; -1 where tehsils or districts cannot be told apart. A place is
        always known.
    tehsils, districts, places
        Codes, sorted.
    elsewhere
        H3 ids of the cells of drawn places without census figures, rising.
    supports
        Each tehsil is in exactly one.
    unlocated
        Codes of tehsils that have neither polygon nor seat and share what is left of their district.
    how
        "boundaries" where tehsil polygons were used, else "seats".
    """

    cells: NDArray[np.uint64]
    tehsil: NDArray[np.int32]
    district: NDArray[np.int32]
    place: NDArray[np.int32]
    tehsils: tuple[str, ...]
    districts: tuple[str, ...]
    places: tuple[str, ...]
    elsewhere: NDArray[np.uint64]
    supports: tuple[Support, ...]
    unlocated: tuple[str, ...]
    how: str


def find_tehsil_areas(
    set: str = "bundled",  # noqa: A002 (as in `boundaries.load_places`)
    *,
    data_dir: str | Path | None = None,
) -> TehsilAreas:
    """
    Give every tehsil of the 2023 census its cells; the rule is in the module text.

    Parameters
    ----------
    set
        Boundary set; its tehsil polygons are used if it has any.
    data_dir
        Where installed sets are; see `boundaries.places.data_folder`.

    Returns
    -------
    areas
        With the bundled set 591 tehsils of 136 districts in 120 places.

    Raises
    ------
    UnknownPlaceError
        There is no such set.
    """
    from boundaries.cells.hierarchy import cell_areas, cell_centres
    from boundaries.tehsil_seats import load_tehsil_seats

    tehsils = census(2023, level="tehsil")
    codes = tuple(tehsils["code"])
    districts = tuple(sorted({*tehsils["district"]}))
    seats = load_tehsil_seats().set_index("code").loc[list(codes), ["lon", "lat"]].to_numpy()

    frame, group_of_place, view = _draw_groups(set, data_dir, districts)
    group_of_district = {code: group for group, held in group_of_place.values() for code in held}
    drawn = frame[frame["code"].isin(group_of_place)]
    cells, home = _fill(drawn.geometry.array)
    of_cell = drawn["code"].to_numpy()[home]
    centres, sizes = cell_centres(cells), cell_areas(cells)
    printed = tehsils["area_km2"].fillna(0.0).to_numpy()

    groups = np.array([group_of_place[code][0] for code in of_cell])
    part, points, matched = _find_parts(set, data_dir, tehsils, cells, groups, group_of_district, group_of_place, seats)

    tehsil = np.full(cells.size, -1, dtype=np.int32)
    district = np.full(cells.size, -1, dtype=np.int32)
    supports: list[Support] = []
    unlocated: list[str] = []
    number = {code: position for position, code in enumerate(districts)}
    of_tehsil = np.array([number[code] for code in tehsils["district"]])
    group_of_tehsil = np.array([group_of_district[code] for code in tehsils["district"]])
    for group in np.unique(group_of_tehsil):
        here, members = np.flatnonzero(groups == group), np.flatnonzero(group_of_tehsil == group)
        found = divide_cells(
            Cells(centres[here], sizes[here], part[here]),
            Claims(points[members], matched[members], of_tehsil[members], printed[members]),
        )
        supports += [Support(here[s.cells], members[s.tehsils]) for s in found.supports]
        tehsil[here] = np.where(found.tehsil >= 0, members[found.tehsil], -1)
        district[here] = found.district
        unlocated += [codes[members[position]] for position in found.unlocated]

    places = tuple(sorted({view[code] for code in of_cell}))
    position = {code: index for index, code in enumerate(places)}
    place = np.array([position[view[code]] for code in drawn["code"]], dtype=np.int32)[home]
    how = "boundaries" if (matched >= 0).any() else "seats"
    elsewhere, _ = _fill(frame.geometry.array[~frame["code"].isin(group_of_place)])
    return TehsilAreas(
        cells,
        tehsil,
        district,
        place,
        codes,
        districts,
        places,
        elsewhere[find_cells(cells, elsewhere) < 0],
        tuple(supports),
        tuple(sorted(unlocated)),
        how,
    )


def find_cells(cells: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> Positions:
    """
    Find cells in a rising list.

    Parameters
    ----------
    cells
        Ids, rising.
    wanted
        Ids in any order, repeats allowed.

    Returns
    -------
    positions
        Of each wanted cell among `cells`, -1 where it is not there.
    """
    # Not numpy's isin: it hashes ids by their low bits, which are the same in all cells of one resolution.
    if not cells.size:
        return np.full(wanted.size, -1, dtype=np.intp)
    position = np.minimum(np.searchsorted(cells, wanted), cells.size - 1)
    found: Positions = np.where(cells[position] == wanted, position, -1)
    return found


def _draw_groups(
    name: str, data_dir: str | Path | None, districts: Iterable[str]
) -> tuple[geopandas.GeoDataFrame, dict[str, tuple[str, list[str]]], dict[str, str]]:
    """
    Load the districts a set draws and join those that hold the same districts of 2023.

    Gives the frame; the group and its districts of 2023 by drawn place (none for a place without figures); the view
    unit by drawn place.
    """
    from boundaries import load_places
    from boundaries.places import BUNDLED, set_pairs
    from boundaries.tables import read_table
    from boundaries.view import join_places

    frame = load_places(name, data_dir=data_dir)
    pairs = set_pairs(name, data_dir)
    view = join_places(pairs)
    view_of_unit = {unit: view[place] for place, unit in pairs if unit}
    unit_of = {row["code"]: row["unit"] for row in read_table("places.csv") if row["level"] == "district"}
    held: dict[str, list[str]] = {}
    for code in districts:
        held.setdefault(view_of_unit[unit_of[code]], []).append(code)
    groups: dict[str, tuple[str, list[str]]] = {}
    for unit, members in held.items():
        drawn = [place for place, code in view.items() if code == unit]
        # The bundled lines are of about 2010: a name of 2023 in it need not be the district of 2023.
        apart = name != BUNDLED and sorted(drawn) == sorted(members)
        groups |= {place: (place, [place]) if apart else (unit, members) for place in drawn}
    return frame, groups, view


def _find_parts(
    name: str,
    data_dir: str | Path | None,
    tehsils: pd.DataFrame,
    cells: NDArray[np.uint64],
    groups: NDArray[Any],
    group_of_district: Mapping[str, str],
    group_of_place: Mapping[str, tuple[str, list[str]]],
    seats: Points,
) -> tuple[Positions, Points, Positions]:
    """Tell each cell's polygon, each tehsil's point and the polygon that bears its name (-1 for none)."""
    from boundaries import UnknownPlaceError, load_places
    from boundaries.cells.hierarchy import cell_centres

    none = np.full(len(tehsils), -1, dtype=np.intp)
    try:
        polygons = load_places(name, level="tehsil", data_dir=data_dir)
    except UnknownPlaceError:
        return np.zeros(cells.size, dtype=np.intp), seats, none
    polygons = polygons[polygons["parent"].isin(group_of_place)].reset_index(drop=True)
    group_of_polygon = np.array([group_of_place[code][0] for code in polygons["parent"]])

    filled, home = _fill(polygons.geometry.array)
    position = find_cells(filled, cells)
    part = np.where(position >= 0, home[position], -1)
    part[(part >= 0) & (group_of_polygon[part] != groups)] = -1
    centres = cell_centres(cells)
    for group in np.unique(groups[part < 0]):
        # Lines of the two levels may differ by a few metres: such a cell goes with the nearest one of its area.
        here = np.flatnonzero(groups == group)
        missing, known = here[part[here] < 0], here[part[here] >= 0]
        part[missing] = part[known[find_nearest(centres[missing], centres[known])]] if known.size else 0

    of_tehsil = [group_of_district[code] for code in tehsils["district"]]
    matched = match_tehsils(
        list(zip(of_tehsil, tehsils["name"], strict=True)),
        list(zip(group_of_polygon, polygons["name"], strict=True)),
    )
    return part, _anchor(seats, matched, polygons), matched


def _anchor(seats: Points, matched: Positions, polygons: geopandas.GeoDataFrame) -> Points:
    """Give each tehsil its seat, or a point inside its polygon where the seat is unknown or lies outside."""
    import shapely

    points = seats.copy()
    for tehsil in np.flatnonzero(matched >= 0):
        shape = polygons.geometry.array[matched[tehsil]]
        if np.isnan(seats[tehsil]).any() or not shapely.intersects_xy(shape, *seats[tehsil]):
            inner = shapely.point_on_surface(shape)
            points[tehsil] = (inner.x, inner.y)
    return points


def _fill(shapes: Iterable[Any]) -> tuple[NDArray[np.uint64], Positions]:
    """
    Find the cells whose centre lies in each shape, rising, and the position of the shape that has it.

    A shape without a centre gets the cell that holds a point of it, before any other.
    """
    import pyarrow as pa
    import shapely
    from h3ronpy.vector import coordinates_to_cells, geometry_to_cells

    found, tiny = [], []
    for shape in shapes:
        cells = pa.array(geometry_to_cells(shape, RESOLUTION)).to_numpy()
        tiny.append(not cells.size)
        if not cells.size:
            inner = shapely.point_on_surface(shape)
            cells = pa.array(coordinates_to_cells(np.array([inner.y]), np.array([inner.x]), RESOLUTION)).to_numpy()
        found.append(cells)
    ids = np.concatenate([np.zeros(0, dtype=np.uint64), *found])
    home = np.repeat(np.arange(len(found)), [cells.size for cells in found])
    order = np.lexsort((home, ~np.array(tiny, dtype=bool)[home], ids))
    first = np.flatnonzero(np.diff(ids[order], prepend=np.uint64(0)))
    return ids[order][first], home[order][first]
