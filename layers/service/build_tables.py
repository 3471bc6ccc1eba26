"""From the atlas in memory to the tables of the service; what is withheld there is withheld here."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray

from layers.service.shapes import Hexagons, Lines, Points, Polygons
from layers.service.tables import About, Field, Table

if TYPE_CHECKING:
    from layers.atlas import Atlas
    from layers.cube import Cube, Matrix

NATIONAL: Final = "Pakistan Bureau of Statistics"
ESTIMATE: Final = (
    f"Estimated by Rawaan from the censuses of 1998, 2017 and 2023, tables 1 and 11 ({NATIONAL}); Karachi’s yearly "
    "inflow of 360,000 as stated by Arif Hasan (NSPP, 2021)."
)
REPORTS: Final = (
    "1998 census, district reports; printed in IOM, Migration, Development and Poverty Reduction in Asia (2005), "
    "tables 1.9 and 1.10."
)
BALANCE: Final = f"Censuses of 1998, 2017 and 2023 ({NATIONAL}); residual method (UN Manual VI)."
LICENCE: Final = "MIT for what Rawaan computed; the censuses' figures are facts, credit the publisher."
TOWNS: Final = "Points of places: GeoNames (CC BY 4.0)."
DOUBT: Final = "Nobody counts moves between districts in Pakistan; do not rely on flows that touch Balochistan."
COUNTED: Final = (
    "Only moves inside Punjab to five cities were traced; lifetime migrants are never added to a yearly flow."
)

LEVELS: Final = {"districts": "district", "divisions": "division", "provinces": "province"}
"""Collection of boundaries without figures → file of the boundary set."""


class Shelf:
    """
    Every table of an atlas, built when it is first asked for.

    Parameters
    ----------
    atlas
        The numbers.
    """

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.periods = tuple(atlas.cube.matrices)
        self.sets = (*self.periods, "counted", *(("own",) if atlas.own is not None else ()))
        self.get = lru_cache(maxsize=None)(self._build)

    def names(self) -> tuple[str, ...]:
        """List the tables: flows and nodes of the first period bear no suffix."""
        first, *others = self.sets
        suffixes = ("", *(f"-{other}" for other in others))
        files = self.atlas.cube.manifest["files"]
        bounds = [name for name, level in LEVELS.items() if level in files]
        places = ["places"] if "view" in files else []
        nodes = [f"nodes{suffix}" for suffix in suffixes if suffix != "-counted"]
        return (*places, *bounds, *nodes, *(f"flows{suffix}" for suffix in suffixes), "cells")

    def _build(self, name: str) -> Table:
        kind, _, which = name.partition("-")
        which = which or self.sets[0]
        if kind == "flows":
            return _build_flows(self.atlas, name, which)
        if kind == "nodes":
            return _build_nodes(self.atlas, name, which)
        if name == "cells":
            return _build_cells(self.atlas)
        return _build_places(self.atlas) if name == "places" else _build_bounds(self.atlas.cube, name)


def say_boundaries(cube: Cube) -> str:
    """
    Say which boundaries an answer uses.

    Parameters
    ----------
    cube
        Its manifest is read.

    Returns
    -------
    text
        Title, exactness, licence and the note on borders.
    """
    manifest = cube.manifest
    licence = f" Licence: {manifest['licence']}." if manifest.get("licence") else ""
    return f"{manifest['title']}. {manifest['accuracy']} {manifest['credit']}.{licence} {manifest['border_note']}"


def _describe_set(atlas: Atlas, which: str) -> tuple[Matrix, About, str, tuple[int, int] | None]:
    """Find a set's matrix, what is said of it, what it counts, and its years."""
    cube, own = atlas.cube, atlas.own
    bounds = say_boundaries(cube)
    if which == "own" and own is not None:
        matrix = own.matrix
        source = own.source or "The file names no source."
        about = About(
            matrix.evidence, matrix.unit, own.period, source, f"not stated. {TOWNS}", bounds, own.caveat, own.protection
        )
        return matrix, about, own.kind, None
    if which == "counted":
        matrix = cube.counted
        period, licence = "lifetime, as of 1998", f"{LICENCE} {TOWNS}"
        about = About(matrix.evidence, matrix.unit, period, REPORTS, licence, bounds, COUNTED)
        return matrix, about, "lifetime", (1998, 1998)
    matrix = cube.matrices[which]
    about = About(matrix.evidence, matrix.unit, which, ESTIMATE, f"{LICENCE} {TOWNS}", bounds, DOUBT)
    first, last = which.split("-")
    return matrix, about, "event", (int(first), int(last))


def _texts(values: Any) -> NDArray[np.object_]:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def _build_flows(atlas: Atlas, name: str, which: str) -> Table:
    """Every flow above zero, largest first; withheld ones stand last, without a number."""
    matrix, about, kind, years = _describe_set(atlas, which)
    units = atlas.cube.flow_units
    people = matrix.people
    origin, destination = np.nonzero((people > 0) | np.isnan(people))
    order = np.argsort(-np.nan_to_num(people[origin, destination], nan=-1.0), kind="stable")
    origin, destination = origin[order], destination[order]
    codes, names = _texts(units.codes), _texts(units.names)
    size = origin.size
    said = {"kind": kind, "evidence": about.evidence, "unit": about.unit, "period": about.period}
    columns = {
        "origin": codes[origin],
        "destination": codes[destination],
        "origin_name": names[origin],
        "destination_name": names[destination],
        "people": people[origin, destination],
        "low": matrix.low[origin, destination] if matrix.has_ranges else np.full(size, np.nan),
        "high": matrix.high[origin, destination] if matrix.has_ranges else np.full(size, np.nan),
        **{key: _texts([text] * size) for key, text in said.items()},
    }
    fields = (
        Field("origin", "Code of the place they leave"),
        Field("destination", "Code of the place they come to"),
        Field("origin_name", "Its name"),
        Field("destination_name", "Its name"),
        Field("people", "People who moved", "number", about.unit),
        Field("low", "Low end of the range", "number", about.unit),
        Field("high", "High end of the range", "number", about.unit),
        Field("kind", "What a flow counts: event, lifetime, transition, stock; never added to another kind"),
        Field("evidence", "Kind of evidence"),
        Field("unit", "What is counted"),
        Field("period", "Between which years"),
    )
    return Table(
        name,
        f"Flows, {about.period or which}",
        "People who moved from one place to another, as lines between their nodes; largest first. "
        "A number that is withheld is null.",
        fields,
        columns,
        about,
        Lines(units.nodes[origin], units.nodes[destination]),
        ("origin", "destination"),
        years,
    )


def _build_nodes(atlas: Atlas, name: str, which: str) -> Table:
    """Totals of every place with flows, at the point where its flows start and end."""
    matrix, about, _, years = _describe_set(atlas, which)
    derived = which in atlas.cube.flow_balance
    # The net of the estimate is the one that the page says: of two censuses, which the flows are fitted to.
    parts = {"inflow": matrix.inflow, "outflow": matrix.outflow}
    parts["net"] = atlas.cube.flow_balance[which] if derived else matrix.net
    units, size = atlas.cube.flow_units, len(atlas.cube.flow_units.codes)
    columns: dict[str, NDArray[Any]] = {
        "code": _texts(units.codes),
        "name": _texts(units.names),
        "name_ur": _texts(units.names_ur),
        "province": _texts(units.provinces),
    }
    fields = [
        Field("code", "Code of the place"),
        Field("name", "Its name"),
        Field("name_ur", "Its name in Urdu"),
        Field("province", "Code of its province"),
    ]
    for year in sorted(units.people):
        columns[f"people_{year}"] = units.people[year]
        fields.append(Field(f"people_{year}", f"People counted by the census of {year}", "number", "people"))
    words = {"inflow": "People who come in", "outflow": "People who leave", "net": "Inflow less outflow"}
    for total, title in words.items():
        known = matrix.has_ranges or (derived and total == "net")
        for suffix, part in zip(("", "_low", "_high"), parts[total], strict=True):
            columns[total + suffix] = part if known or not suffix else np.full_like(part, np.nan)
            fields.append(Field(total + suffix, title + suffix.replace("_", ", "), "number", about.unit))
    said = {
        "people_evidence": "counted",
        "net_evidence": "derived" if derived else about.evidence,
        "evidence": about.evidence,
        "unit": about.unit,
        "period": about.period,
    }
    columns |= {key: _texts([text] * size) for key, text in said.items()}
    fields += [
        Field("people_evidence", "Kind of evidence of the people counted"),
        Field("net_evidence", "Kind of evidence of net"),
        Field("evidence", "Kind of evidence of inflow and outflow"),
        Field("unit", "What they count"),
        Field("period", "Between which years"),
    ]
    return Table(
        name,
        f"Totals of places, {about.period or which}",
        "Inflow, outflow and net of every place that has flows, each with its low and high, at its node. "
        "A number that is withheld is null.",
        tuple(fields),
        columns,
        about,
        Points(units.nodes),
        years=years,
    )


def _read_features(cube: Cube, level: str) -> list[dict[str, Any]]:
    """Read the published polygons of a level: the very ones that the page draws."""
    path = Path(cube.manifest["folder"]) / f"{cube.manifest['files'][level]['file']}.gz"
    features: list[dict[str, Any]] = orjson.loads(gzip.decompress(path.read_bytes()))["features"]
    return features


def _build_places(atlas: Atlas) -> Table:
    """Places as the censuses can be compared on, with people and derived net migration: sums are exact."""
    cube = atlas.cube
    units, features = cube.balance_units, _read_features(cube, "view")
    entries = {entry["code"]: entry for entry in cube.manifest["view_units"]}
    row = {code: position for position, code in enumerate(units.codes)}
    codes = [feature["properties"]["code"] for feature in features]
    at = np.array([row.get(code, -1) for code in codes])

    def spread(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(at >= 0, values[at], np.nan)

    columns: dict[str, NDArray[Any]] = {
        "code": _texts(codes),
        "name": _texts([entries[code]["name"] for code in codes]),
        "name_ur": _texts([entries[code]["name_ur"] for code in codes]),
        "province": _texts([entries[code]["parent"] for code in codes]),
        "flow_unit": _texts([cube.flow_unit_of_balance(here) if here >= 0 else "" for here in at.tolist()]),
    }
    fields = [
        Field("code", "Code of the place"),
        Field("name", "Its name"),
        Field("name_ur", "Its name in Urdu"),
        Field("province", "Code of its province"),
        Field("flow_unit", "Code of the place that carries its flows; empty where no census covers it"),
    ]
    for year in sorted(units.people):
        columns[f"people_{year}"] = spread(units.people[year])
        fields.append(Field(f"people_{year}", f"People counted by the census of {year}", "number", "people"))
    for period, parts in cube.balance.items():
        for suffix, part in zip(("", "_low", "_high"), parts, strict=True):
            name = f"net_{period.replace('-', '_')}{suffix}"
            columns[name] = spread(part)
            title = f"Net migration {period}{suffix.replace('_', ', ')}, derived"
            fields.append(Field(name, title, "number", "people a year"))
    for name, kind, title in (("people", "counted", "people"), ("net", "derived", "net migration")):
        columns[f"{name}_evidence"] = _texts([kind] * len(codes))
        fields.append(Field(f"{name}_evidence", f"Kind of evidence of {title}"))
    about = About(
        "counted (people), derived (net migration)",
        "people; people a year",
        "",
        BALANCE,
        LICENCE,
        say_boundaries(cube),
        atlas.caveat,
    )
    return Table(
        "places",
        "Places with people and net migration",
        "Districts, merged where only then the censuses can be compared: people counted, net migration derived.",
        tuple(fields),
        columns,
        about,
        Polygons([feature["geometry"] for feature in features]),
    )


def _build_bounds(cube: Cube, name: str) -> Table:
    """Boundaries of a level, without figures."""
    level = LEVELS[name]
    features = _read_features(cube, level)
    entries = {entry["code"]: entry for entry in cube.manifest["places" if level == "district" else name]}
    codes = [feature["properties"]["code"] for feature in features]
    keys = {"name": "Its name", "name_ur": "Its name in Urdu", "parent": "Code of what it lies in"}
    columns: dict[str, NDArray[Any]] = {"code": _texts(codes)}
    columns |= {key: _texts([entries[code][key] for code in codes]) for key in keys}
    columns["area_km2"] = np.array([entries[code]["area_km2"] for code in codes], dtype=np.float64)
    manifest = cube.manifest
    return Table(
        name,
        f"{name.capitalize()} of the map",
        f"Boundaries of {name}: {manifest['title']}. No figures; see places for those.",
        (
            Field("code", "Code of the place"),
            *(Field(key, title) for key, title in keys.items()),
            Field("area_km2", "Area as drawn", "number", "km²"),
        ),
        columns,
        About("documented", "", "", manifest.get("source", ""), manifest.get("licence", ""), say_boundaries(cube)),
        Polygons([feature["geometry"] for feature in features]),
    )


def _build_cells(atlas: Atlas) -> Table:
    """Every H3 cell of the census grid; its net gain is the one that colours the map of cells."""
    from layers.cell_measures import net_gain

    grid, units = atlas.grids.census, atlas.cube.flow_units
    layer, last = grid.layer, len(grid.layer.epochs) - 1
    first = max(last - 1, 0)
    before, after, years = layer.values[first], layer.values[last], grid.times[last] - grid.times[first] or 1.0
    tehsils = _texts([*(tehsil.code for tehsil in grid.tehsils), ""])
    # The position −1, of a cell in no unit, is the last of each list: no code.
    columns: dict[str, NDArray[Any]] = {
        "cell": layer.cells,
        "district": _texts([*units.codes, ""])[grid.unit],
        "tehsil": tehsils[grid.tehsil],
        "area_km2": layer.areas,
        **{f"people_{year}": row for year, row in zip(layer.epochs, layer.values, strict=True)},
        "gain": net_gain(before, after, (float(before.sum()), float(after.sum()))) / layer.areas / years,
        "urban_class": (layer.classes[last] if layer.classes is not None else np.zeros(len(layer.cells))).astype(float),
        "evidence": _texts([layer.evidence] * len(layer.cells)),
    }
    fields = (
        Field("cell", "H3 id", "cell"),
        Field("district", "Code of the place that carries its flows; empty where no census covers it"),
        Field("tehsil", "Code of its tehsil; empty where that is not known"),
        Field("area_km2", "Area", "number", "km²"),
        *(Field(f"people_{year}", f"People of {year}", "number", "people") for year in layer.epochs),
        Field(
            "gain",
            f"Net gain {layer.epochs[first]}–{layer.epochs[last]} beyond the country's growth",
            "number",
            "people per km² a year",
        ),
        Field("urban_class", "Degree of Urbanisation (GHSL code)", "whole"),
        Field("evidence", "Kind of evidence"),
    )
    return Table(
        "cells",
        f"H3 cells: {layer.title}",
        f"People and net gain of every H3 cell of resolution {layer.resolution}.",
        fields,
        columns,
        About(
            layer.evidence,
            "people; people per km² a year",
            f"{layer.epochs[first]}-{layer.epochs[last]}",
            layer.source,
            layer.licence or "not stated",
            say_boundaries(atlas.cube),
            layer.note,
        ),
        Hexagons(layer.cells, layer.centres, layer.resolution),
        ("cell",),
        (layer.epochs[0], layer.epochs[-1]),
    )
