"""Fill the cube: from the tables of `flows` and the manifest of `boundaries` to arrays by the places drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from boundaries.language import tr
from layers._errors import LayerError
from layers.cube import Cube, Matrix, Place, Units

if TYPE_CHECKING:
    import pandas as pd

YEARS: Final = (1998, 2017, 2023)
PERIODS: Final = ("1998-2023", "1998-2017", "2017-2023")

Floats = NDArray[np.float64]


def load_cube(data_dir: Path | None = None) -> Cube:
    """
    Load every number the page can show for the active boundary set.

    Parameters
    ----------
    data_dir
        Folder of installed boundary sets; None: the user's own.

    Returns
    -------
    cube
        Sums only: a place drawn is one unit or several whole ones, so nothing is split or estimated here.

    Raises
    ------
    LayerError
        The boundary set draws only part of the country.
    """
    import boundaries
    import flows

    manifest = boundaries.published(data_dir)
    city_of = _map_cities()
    drawn = [unit for unit in manifest["view_units"] if unit["units"]]
    balance_of = {part: position for position, unit in enumerate(drawn) for part in unit["units"]}
    if missing := sorted(set(city_of) - set(balance_of)):
        words = tr("boundary set {name} has no place for {places}")
        raise LayerError(words.format(name=repr(manifest["set"]), places=", ".join(missing)))
    groups = _group_by_city(drawn, city_of)
    flow_of = {city_of[part]: position for position, group in enumerate(groups) for part in group["units"]}
    census = {year: flows.census(year, level="units") for year in YEARS}
    balance_units = _make_units(drawn, balance_of, census)
    flow_units = _make_units(groups, {part: flow_of[city_of[part]] for part in balance_of}, census)
    balance_position = {unit["code"]: position for position, unit in enumerate(drawn)}
    places = tuple(
        Place(
            place["code"],
            place["name"],
            place["name_ur"],
            *_find_units(place["view_unit"], balance_position, drawn, flow_of, city_of),
        )
        for place in manifest["places"]
    )
    flow_part = {part: flow_of[city] for part, city in city_of.items()}
    return Cube(
        places=places,
        flow_units=flow_units,
        balance_units=balance_units,
        home=_find_homes(flow_units.codes, flow_of, city_of),
        matrices={period: _load_estimate(period, flow_of, flow_units.codes) for period in PERIODS},
        counted=_load_counted(flow_of, len(groups)),
        balance={period: _load_balance(period, balance_units.codes, balance_of) for period in PERIODS},
        flow_balance={period: _load_balance(period, flow_units.codes, flow_part) for period in PERIODS},
        manifest=manifest,
    )


def _find_homes(codes: tuple[str, ...], flow_of: dict[str, int], city_of: dict[str, str]) -> dict[str, int]:
    from boundaries.tables import read_table

    homes = {row["code"]: flow_of[city_of[row["unit"]]] for row in read_table("places.csv") if row["unit"]}
    homes |= {unit: flow_of[city] for unit, city in city_of.items()}
    return {**homes, **{code: position for position, code in enumerate(codes)}}


def _map_cities() -> dict[str, str]:
    import boundaries

    table = boundaries.crosswalk("units", "cities")
    return dict(zip(table["source"], table["target"], strict=True))


def _group_by_city(drawn: list[dict[str, Any]], city_of: dict[str, str]) -> list[dict[str, Any]]:
    """Merge the units of one city: Karachi's districts are drawn apart, but moves among them are not migration."""
    groups: dict[str, dict[str, Any]] = {}
    for unit in drawn:
        cities = {city_of[part] for part in unit["units"]}
        # A city of several units names the group; every other unit stands for itself.
        city = next((code for code in cities if code not in unit["units"]), None)
        key = unit["code"] if city is None else city
        if key in groups:
            groups[key]["units"] = [*groups[key]["units"], *unit["units"]]
        else:
            groups[key] = {**unit, "code": key, **(_name_city(key) if city else {})}
    return [groups[key] for key in sorted(groups)]


def _name_city(code: str) -> dict[str, Any]:
    from boundaries.tables import read_table

    place = next(row for row in read_table("places.csv") if row["level"] == "district" and row["code"] == code)
    seat = next(row for row in read_table("seats.csv") if row["code"] == code)
    return {"name": place["name"], "name_ur": place["name_ur"], "node": [float(seat["lon"]), float(seat["lat"])]}


def _make_units(drawn: list[dict[str, Any]], position: dict[str, int], census: dict[int, pd.DataFrame]) -> Units:
    people = {}
    for year, table in census.items():
        sums = np.zeros(len(drawn))
        for code, count in zip(table["code"], table["people"], strict=True):
            sums[position[code]] += count
        people[year] = sums
    return Units(
        codes=tuple(unit["code"] for unit in drawn),
        names=tuple(unit["name"] for unit in drawn),
        names_ur=tuple(unit["name_ur"] for unit in drawn),
        provinces=tuple(unit["parent"] for unit in drawn),
        nodes=np.array([unit["node"] for unit in drawn]),
        people=people,
    )


def _find_units(
    view_unit: str,
    balance_position: dict[str, int],
    drawn: list[dict[str, Any]],
    flow_of: dict[str, int],
    city_of: dict[str, str],
) -> tuple[int, int]:
    if view_unit not in balance_position:
        return -1, -1
    position = balance_position[view_unit]
    return flow_of[city_of[drawn[position]["units"][0]]], position


def _load_balance(period: str, codes: tuple[str, ...], position: dict[str, int]) -> tuple[Floats, Floats, Floats]:
    """Read net migration at the level that has just these codes, for its ranges; else sum it from the units."""
    from flows.net_migration import net_migration

    start, end = period.split("-")
    for level in ("bundled", "cities"):
        table = net_migration(start, end, level=level)
        if set(table["code"]) == set(codes):
            position = {code: index for index, code in enumerate(codes)}
            break
    else:
        table = net_migration(start, end, level="units")
    return _sum_columns(table, table["code"], position, len(codes), ("net", "low", "high"))


def _sum_columns(
    table: pd.DataFrame, codes: Any, position: dict[str, int], count: int, columns: tuple[str, str, str]
) -> tuple[Floats, Floats, Floats]:
    rows = np.array([position[code] for code in codes])
    value, low, high = (_sum_cells(rows, table[column], count) for column in columns)
    return value, low, high


def _sum_cells(cells: NDArray[np.int64], values: pd.Series[Any], count: int) -> Floats:
    sums: Floats = np.bincount(cells, weights=values.to_numpy(float), minlength=count).astype(float)
    return sums


def _load_estimate(period: str, position: dict[str, int], codes: tuple[str, ...]) -> Matrix:
    from flows.estimation import estimate, estimate_totals

    start, end = period.split("-")
    count = len(codes)
    moves = estimate(start, end)
    table = moves.table
    rows = np.array([position[code] for code in table["origin"]])
    columns = np.array([position[code] for code in table["destination"]])
    square = {
        name: _sum_cells(rows * count + columns, table[name], count * count).reshape(count, count)
        for name in ("people", "low", "high")
    }
    # Moves inside a merged unit are internal: not migration on this map, in no total of it.
    internal = square["people"].diagonal().copy()
    for matrix in square.values():
        np.fill_diagonal(matrix, 0.0)
    totals = estimate_totals(start, end, level="bundled")
    if set(totals["code"]) == set(codes):
        # The bundled set's own units: the ranges are those of the sums, and nothing internal is in them.
        position, internal = {code: index for index, code in enumerate(codes)}, np.zeros(count)
    else:
        totals = estimate_totals(start, end)

    def sum_margin(name: str, inside: Floats) -> tuple[Floats, Floats, Floats]:
        names = (name, f"{name}_low", f"{name}_high")
        value, low, high = _sum_columns(totals, totals["code"], position, count, names)
        return value - inside, low - inside, high - inside

    return Matrix(
        square["people"],
        square["low"],
        square["high"],
        inflow=sum_margin("inflow", internal),
        outflow=sum_margin("outflow", internal),
        net=sum_margin("net", np.zeros(count)),
        evidence=str(moves.evidence),
        unit=moves.unit,
        nets=_load_nets(period, codes),
    )


def _load_nets(period: str, codes: tuple[str, ...]) -> tuple[Floats, Floats] | None:
    """Read the ranges of net flows of pairs, for the units they are carried for."""
    from flows.estimation import estimate_nets

    start, end = period.split("-")
    position = {code: index for index, code in enumerate(codes)}
    for level in ("bundled", "cities"):
        table = estimate_nets(start, end, level=level)
        if set(table["origin"]) | set(table["destination"]) == set(codes):
            rows, columns = (table[side].map(position).to_numpy() for side in ("origin", "destination"))
            low, high = np.zeros((2, len(codes), len(codes)))
            low[rows, columns], high[rows, columns] = table["low"], table["high"]
            low[columns, rows], high[columns, rows] = -table["high"], -table["low"]
            return low, high
    return None


def _load_counted(position: dict[str, int], count: int) -> Matrix:
    from flows.fragments import observed_flows

    counted = observed_flows()
    square = {name: np.zeros((count, count)) for name in ("people", "low", "high")}
    rows = np.array([position[code] for code in counted.table["origin"]])
    columns = np.array([position[code] for code in counted.table["destination"]])
    for name, matrix in square.items():
        np.add.at(matrix, (rows, columns), counted.table[name].to_numpy(float))
    nothing = (np.full(count, np.nan),) * 3
    return Matrix(
        square["people"],
        square["low"],
        square["high"],
        inflow=nothing,
        outflow=nothing,
        net=nothing,
        evidence=str(counted.evidence),
        unit=counted.unit,
    )
