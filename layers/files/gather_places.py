"""The places of a view as rows: one a unit with figures, so that sums are right, and one a place without."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from boundaries.language import tr
from layers._errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from layers.atlas import Atlas
    from layers.cube import Cube, Matrix, Units
    from layers.view import View

    Floats = NDArray[np.float64]

CENSUSES = (1998, 2017, 2023)


def is_of_balance(view: View) -> bool:
    """Say whether a view's places are the balance units, which can be finer than those of the flows."""
    return view.question == "balance" and view.form != "matrix"


def gather_places(atlas: Atlas, view: View, shades: Mapping[str, int], *, whole: bool) -> tuple[pd.DataFrame, Any]:
    """
    Gather the polygons of a view with their numbers.

    Parameters
    ----------
    atlas, view
        Numbers and choices.
    shades
        Code of every polygon on the screen → class of its colour.
    whole
        Every measure there is.

    Returns
    -------
    table, geometry
        A row for every unit with figures, merged of its polygons, and for every polygon without: a number stands in
        one row alone, and rows add up to the table.
    """
    import pandas as pd
    import shapely

    cube = atlas.cube
    balance = is_of_balance(view)
    units = cube.balance_units if balance else cube.flow_units
    shapes = read_shapes(atlas)
    groups: dict[int | str, list[str]] = {}
    named = {place.code: place for place in cube.places}
    rows, geometry, positions = [], [], []
    for place in cube.places:
        home = place.balance_unit if balance else place.flow_unit
        groups.setdefault(home if home >= 0 else place.code, []).append(place.code)
    provinces = {
        part: unit.get("parent", "") for unit in cube.manifest["view_units"] for part in unit.get("places", ())
    }
    for unit, parts in groups.items():
        code, name, name_ur, province = (
            (units.codes[unit], units.names[unit], units.names_ur[unit], units.provinces[unit])
            if isinstance(unit, int)
            else (unit, named[unit].name, named[unit].name_ur, provinces.get(unit, ""))
        )
        merged = shapely.union_all([shapes[part] for part in parts]) if len(parts) > 1 else shapes[parts[0]]
        geometry.append(merged)
        positions.append(unit if isinstance(unit, int) else -1)
        rows.append((code, name, name_ur, province, " ".join(sorted(parts)), shades.get(parts[0], 0)))
    table = pd.DataFrame(rows, columns=["code", "name", "name_ur", "province", "parts", "shade"])
    at = np.array(positions, dtype=np.int64)
    figures = measure_places(atlas, view, whole=whole)
    for column, values in figures.items():
        table[column] = np.where(at >= 0, values[at], np.nan) if isinstance(values, np.ndarray) else values
    order = np.argsort(table["code"].to_numpy(), kind="stable")
    columns = [*table.columns.drop("shade"), "shade"]
    return table.loc[order, columns].reset_index(drop=True), np.array(geometry, dtype=object)[order]


def gather_nodes(atlas: Atlas, view: View) -> tuple[pd.DataFrame, Any]:
    """
    Gather the points at which flows start and end.

    Parameters
    ----------
    atlas, view
        Numbers and choices.

    Returns
    -------
    table, geometry
        A row for every unit of the flows, with its totals.
    """
    import pandas as pd
    import shapely

    cube, units = atlas.cube, atlas.cube.flow_units
    flat = {"code": units.codes, "name": units.names, "name_ur": units.names_ur, "province": units.provinces}
    numbers = _count_people(units)
    if is_of_balance(view):
        numbers |= _spread("net", cube.flow_balance[view.period])
    elif view.question in {"seasons", "spill"}:
        return pd.DataFrame({**flat, **numbers}), shapely.points(units.nodes)
    elif _has_totals(view):
        numbers |= total_places(cube, view)
    return pd.DataFrame({**flat, **numbers, **grade(atlas, view)}), shapely.points(units.nodes)


def _count_people(units: Units) -> dict[str, Any]:
    """Lay out what the censuses counted, with its own grade: what stands beside it is of other kinds."""
    people = {f"people_{year}": units.people[year] for year in CENSUSES if year in units.people}
    return {**people, "people_evidence": "counted"} if people else {}


def _has_totals(view: View) -> bool:
    """Of the counted fragments no place's total is known: a few of its flows were published."""
    return view.question != "to" or view.data != "counted"


def find_matrix(cube: Cube, view: View) -> Matrix:
    """Find the flows whose totals stand beside a view: its own, or the estimate of its period."""
    return cube.matrix(view) if view.question == "to" else cube.matrices[view.period]


def grade(atlas: Atlas, view: View) -> dict[str, str]:
    """
    Say what the totals of a view's places are.

    Parameters
    ----------
    atlas, view
        Numbers and choices.

    Returns
    -------
    words
        `evidence`, `unit` and `period`.
    """
    if is_of_balance(view):
        return {"evidence": "derived", "unit": "people a year", "period": view.period.replace("-", "–")}
    matrix = find_matrix(atlas.cube, view)
    period = view.period.replace("-", "–")
    if view.question == "to" and view.data in {"counted", "own"}:
        period = "1998" if view.data == "counted" else (atlas.own.period if atlas.own else "")
    return {"evidence": matrix.evidence, "unit": matrix.unit, "period": period}


def total_places(cube: Cube, view: View) -> dict[str, Any]:
    """
    Lay the totals of places out as columns.

    Parameters
    ----------
    cube, view
        Numbers and choices.

    Returns
    -------
    columns
        Arrivals, leavers and net gain, each with its range where one is known. Of the estimate the net is the one that
        the page says: derived from two censuses, which the modelled flows are fitted to.
    """
    matrix = find_matrix(cube, view)
    own = view.question == "to" and view.data == "own"
    parts = {"inflow": matrix.inflow, "outflow": matrix.outflow, "net": matrix.net}
    if not matrix.has_ranges:
        parts = {name: hide_range(part) for name, part in parts.items()}
    if not own:
        parts["net"] = cube.flow_balance[view.period]
    columns = {column: values for name, part in parts.items() for column, values in _spread(name, part).items()}
    return {**columns, "net_evidence": matrix.evidence if own else "derived"}


def hide_range(numbers: tuple[Floats, Floats, Floats]) -> tuple[Floats, Floats, Floats]:
    """
    Leave a range empty.

    Parameters
    ----------
    numbers
        Value, low and high, of which the last two only repeat the first.

    Returns
    -------
    numbers
        The value, and NaN: a range of no width would say that the number is exact.
    """
    nothing = np.full_like(numbers[0], np.nan)
    return numbers[0], nothing, nothing


def _spread(name: str, numbers: tuple[Floats, Floats, Floats]) -> dict[str, Floats]:
    return dict(zip((name, f"{name}_low", f"{name}_high"), numbers, strict=True))


def measure_places(atlas: Atlas, view: View, *, whole: bool) -> dict[str, Any]:
    """
    Measure the places of a view.

    Parameters
    ----------
    atlas, view
        Numbers and choices.
    whole
        Also the rates that a view does not show.

    Returns
    -------
    columns
        Name → one number a unit, or one text for all. `value` is what colours the places, where it is not a column of
        its own.
    """
    from layers.palette import LIGHT
    from layers.place_layer import colour_by_balance, colour_by_exchange, mean_people

    cube = atlas.cube
    units = cube.balance_units if is_of_balance(view) else cube.flow_units
    people = _count_people(units)
    if is_of_balance(view):
        net = cube.balance[view.period]
        rate = 1000 * net[0] / mean_people(units, view.period)
        value = colour_by_balance(cube, view, LIGHT).values
        return {**people, **_spread("net", net), "net_rate": rate, "value": value, **grade(atlas, view)}
    if view.question == "spill":
        return people
    if view.question == "seasons":
        return {**people, **_measure_month(atlas, view)}
    if view.question == "whatif":
        return {**people, **_measure_changes(atlas, view)}
    numbers: dict[str, Any] = {**people, **(total_places(cube, view) if _has_totals(view) else {})}
    if whole and view.data in {"estimate", "residual"}:
        base = mean_people(units, view.period) / 1000
        for name in ("inflow", "outflow", "net"):
            numbers[f"{name}_rate"] = numbers[name] / base
    if view.form != "matrix" and view.data in {"estimate", "counted"}:
        numbers["value"] = colour_by_exchange(cube, view, LIGHT).values
    return {**numbers, **grade(atlas, view)}


def _measure_month(atlas: Atlas, view: View) -> dict[str, Any]:
    from layers.files.gather_flows import find_months

    months = find_months(atlas, view)
    row = months.find_row(view.month) if view.month else None
    if row is None:
        return {}
    return {
        "present": months.change[row],
        "month": months.labels[row],
        "evidence": months.evidence,
        "unit": months.unit,
    }


def _measure_changes(atlas: Atlas, view: View) -> dict[str, Any]:
    from layers.what_if import compute_outcome

    outcome = compute_outcome(atlas.cube, atlas.spoken[view.lang].levers, view)
    into, out = outcome.before.sum(axis=0), outcome.before.sum(axis=1)
    return {
        "inflow_before": into,
        "inflow": into + outcome.inflow,
        "outflow_before": out,
        "outflow": out + outcome.outflow,
        "net_before": into - out,
        "net": into - out + outcome.net,
        "net_change": outcome.net,
        "before_evidence": atlas.cube.matrices[view.period].evidence,
        "evidence": "scenario",
        "unit": "people a year",
        "period": view.period.replace("-", "–"),
    }


def read_shapes(atlas: Atlas) -> dict[str, Any]:
    """
    Read the polygons that the page draws.

    Parameters
    ----------
    atlas
        Its active boundary set.

    Returns
    -------
    shapes
        Code → shapely geometry.

    Raises
    ------
    ExportError
        The published file is not there.
    """
    import shapely

    name = atlas.cube.manifest["files"]["district"]["file"]
    path = atlas.find_geometry(name)
    if path is None:
        words = tr("the boundaries {name} are not there; run: python -m boundaries build")
        raise ExportError(words.format(name=name))
    features = json.loads(gzip.decompress(path.read_bytes()))["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    return {str(feature["id"]): shape for feature, shape in zip(features, shapes, strict=True)}
