"""
Polygons to H3 cells, by a stated rule and with its error in area; and sums of places carried to those cells.

Cells and places are measured on one sphere, the one H3 measures its cells on (radius 6,371.007 km), through Lambert's
cylindrical equal-area projection. Straight sides in longitude and latitude are meant for both, so that cells tile the
plane and the parts of a place add up to the place. The ellipsoid's areas differ by up to half a percent, the same for a
place and its cells, and cancel in the shares and errors given here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from boundaries._errors import GridError
from boundaries.cells.hierarchy import cell_areas, cell_centres
from boundaries.cells.points import bin_points, find_resolution_fault, sum_by_cell
from boundaries.topology import MULTIPOLYGON, POLYGON

if TYPE_CHECKING:
    import geopandas
    import pandas as pd

__all__ = ["RULES", "cover_places", "spread_over_cells"]

RULES: Final = ("centre", "overlap", "weighted")

EARTH_RADIUS: Final = 6371.007180918475
"""Of the sphere H3 measures on, km."""

STEP: Final = 0.01
"""Degrees between points put on long sides before they are projected; areas are then right to one in a million."""

BATCH: Final = 1 << 16
"""Cells whose outlines are held at a time, about 40 MB."""

Cells = NDArray[np.uint64]
Amounts = NDArray[np.float64]


def cover_places(places: geopandas.GeoDataFrame, *, resolution: int, rule: str = "centre") -> pd.DataFrame:
    """
    Find the cells of each place, and how much of the place each cell stands for.

    Parameters
    ----------
    places
        Polygons with a ``code`` each, in any CRS. Each place is covered for itself, so they may overlap. None may
        cross the 180th meridian.
    resolution
        Of H3, 0 to 15.
    rule
        - "centre": cells whose centre is inside. Neighbours share no cell: a centre on the line between them belongs
          to the place that comes first in `places`. A place too small to hold a centre gets the one cell that holds
          a point inside it.
        - "overlap": every cell that meets the place, so neighbours share cells.
        - "weighted": the same cells, each with the part of the place that falls in it.

    Returns
    -------
    cover
        ``cell`` (uint64), ``code``, ``share``: places in their order, cells rising within a place. The share is of
        the place, and the shares of a place add up to one: by the area of the cells ("centre", "overlap"), or by the
        area of the place inside the cell ("weighted"). ``attrs["area_error"]`` maps each code to covered area /
        true area − 1, before the shares are made to add up; "weighted" leaves rounding only. No places give no
        rows.

    Raises
    ------
    GridError
        There is no such resolution or rule; places have no CRS, no code, a code twice, or a geometry that is not a
        valid polygon; the message lists every fault.
    """
    import pandas as pd

    _require_places(places, resolution, rule)
    degrees = places.to_crs("EPSG:4326")
    codes, shapes = [str(code) for code in degrees["code"]], degrees.geometry.to_numpy()
    measure = {"centre": _find_centred, "overlap": _find_meeting, "weighted": _cut_places}[rule]
    covers = [measure(shape, resolution) for shape in shapes]
    if rule == "centre":
        covers = _settle_borders(covers, shapes)
        covers = [
            cover if cover[0].size else _take_one_cell(shape, resolution)
            for cover, shape in zip(covers, shapes, strict=True)
        ]
    true = _measure_areas(shapes)
    covered = [math.fsum(areas) for _, areas in covers]
    sizes = [cells.size for cells, _ in covers]
    frame = pd.DataFrame(
        {
            "cell": np.concatenate([np.zeros(0, np.uint64), *(cells for cells, _ in covers)]),
            "code": np.repeat(np.array(codes, dtype=object), sizes),
            "share": np.concatenate(
                [np.zeros(0), *(areas / whole for (_, areas), whole in zip(covers, covered, strict=True))]
            ),
        }
    )
    # A Series here would break pandas.concat, which compares attrs.
    frame.attrs = {
        "area_error": {code: area / whole - 1 for code, area, whole in zip(codes, covered, true, strict=True)}
    }
    return frame


def spread_over_cells(values: Mapping[str, float] | pd.Series, cover: pd.DataFrame) -> pd.DataFrame:
    """
    Carry sums of places to their cells.

    Parameters
    ----------
    values
        A sum, such as people, by code; never a rate.
    cover
        Of `cover_places`; places without a value are left out.

    Returns
    -------
    sums
        ``cell`` (uint64, rising), ``value`` (float64), as `points.bin_points` gives them. The total is that of
        `values`, to the rounding of floating point; a cell that several places share gets the sum of its parts.

    Raises
    ------
    GridError
        A place has no cell in the cover, so that its people would be lost, or its value is missing or infinite; the
        message names the places.
    """
    import pandas as pd

    given = {str(code): float(value) for code, value in values.items()}
    homeless = sorted(given.keys() - set(cover["code"]))
    unknown = sorted(code for code, value in given.items() if not math.isfinite(value))
    faults = [f"the cover has no cell for {', '.join(homeless)}"] if homeless else []
    if unknown:
        faults.append(f"there is no number for {', '.join(unknown)}")
    if faults:
        raise GridError("values cannot be spread over cells: " + "; ".join(faults))
    used = cover[cover["code"].isin(list(given))]
    parts = (used["share"] * used["code"].map(given)).to_numpy(np.float64)
    cells, sums = sum_by_cell(used["cell"].to_numpy(np.uint64), parts)
    return pd.DataFrame({"cell": cells, "value": sums})


def _require_places(places: geopandas.GeoDataFrame, resolution: int, rule: str) -> None:
    import shapely

    faults = [find_resolution_fault(resolution)]
    if rule not in RULES:
        faults.append(f"there is no rule {rule!r}; the rules are {', '.join(RULES)}")
    if places.crs is None:
        faults.append("places have no CRS; set the one their coordinates are in")
    if "code" not in places.columns:
        faults.append("places have no column code")
    else:
        codes, shapes = places["code"].astype(str), places.geometry.to_numpy()
        twice = sorted(set(codes[codes.duplicated()]))
        if twice:
            faults.append(f"code {', '.join(twice)} comes twice")
        polygonal = np.isin(shapely.get_type_id(shapes), [POLYGON, MULTIPOLYGON])
        broken = codes[~(polygonal & shapely.is_valid(shapes) & ~shapely.is_empty(shapes))]
        if broken.size:
            faults.append(f"the geometry of {', '.join(broken)} is not a valid polygon")
    if any(faults):
        raise GridError("places cannot be covered with cells: " + "; ".join(filter(None, faults)))


def _find_candidates(shape: Any, resolution: int) -> Cells:
    """Find every cell that meets a shape, also one that holds all of it; rising."""
    import pyarrow as pa
    import shapely
    from h3ronpy import ContainmentMode
    from h3ronpy.vector import wkb_to_cells

    found = wkb_to_cells([shapely.to_wkb(shape)], resolution, ContainmentMode.Covers, flatten=True)
    cells: Cells = np.unique(pa.array(found).to_numpy())
    return cells


def _find_meeting(shape: Any, resolution: int) -> tuple[Cells, Amounts]:
    cells = _find_candidates(shape, resolution)
    return cells, cell_areas(cells)


def _find_centred(shape: Any, resolution: int) -> tuple[Cells, Amounts]:
    """Find cells whose centre is inside or on the outline."""
    import shapely

    cells = _find_candidates(shape, resolution)
    shapely.prepare(shape)
    cells = cells[shapely.intersects_xy(shape, cell_centres(cells))]
    return cells, cell_areas(cells)


def _settle_borders(covers: list[tuple[Cells, Amounts]], shapes: NDArray[Any]) -> list[tuple[Cells, Amounts]]:
    """Take cells whose centre lies on a place's outline away from it where an earlier place has them."""
    import pandas as pd
    import shapely

    if not covers:
        return covers
    inside = np.concatenate(
        [shapely.contains_xy(shape, cell_centres(cells)) for (cells, _), shape in zip(covers, shapes, strict=True)]
    )
    again = pd.Series(np.concatenate([cells for cells, _ in covers])).duplicated().to_numpy()
    ends = np.cumsum([cells.size for cells, _ in covers])[:-1]
    keeps = np.split(inside | ~again, ends)
    return [(cells[keep], areas[keep]) for (cells, areas), keep in zip(covers, keeps, strict=True)]


def _take_one_cell(shape: Any, resolution: int) -> tuple[Cells, Amounts]:
    point = shape.representative_point()
    cells = bin_points([point.x], [point.y], resolution=resolution)["cell"].to_numpy(np.uint64)
    return cells, cell_areas(cells)


def _cut_places(shape: Any, resolution: int) -> tuple[Cells, Amounts]:
    """Measure how much of a shape falls in each cell."""
    import shapely

    shapely.prepare(shape)
    cells = _find_candidates(shape, resolution)
    areas = np.zeros(cells.size)
    for start, outlines in _outline_cells(cells):
        cut = ~shapely.contains_properly(shape, outlines)
        outlines[cut] = shapely.intersection(shape, outlines[cut])
        areas[start : start + outlines.size] = _measure_areas(outlines)
    # A cell that the place only touches holds nothing of it.
    return cells[areas > 0], areas[areas > 0]


def _outline_cells(cells: Cells) -> Iterator[tuple[int, NDArray[Any]]]:
    import pyarrow as pa
    import shapely
    from h3ronpy.vector import cells_to_wkb_polygons

    for start in range(0, cells.size, BATCH):
        outlines = pa.array(cells_to_wkb_polygons(cells[start : start + BATCH]))
        yield start, np.asarray(shapely.from_wkb(outlines.to_numpy(zero_copy_only=False)))


def _measure_areas(shapes: NDArray[Any]) -> Amounts:
    """Measure polygons given in degrees, km² on H3's sphere (Lambert 1772: x = R λ, y = R sin φ)."""
    import shapely

    fine = shapely.segmentize(shapes, STEP)
    flat = shapely.transform(
        fine,
        lambda xy: EARTH_RADIUS * np.column_stack([np.radians(xy[:, 0]), np.sin(np.radians(xy[:, 1]))]),
    )
    areas: Amounts = shapely.area(flat)
    return areas
