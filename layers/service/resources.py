"""The addresses of the API that answer with rows: what each may be asked with, and which rows that means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from layers.service._errors import RequestError
from layers.service.answers import FORMATS
from layers.service.build_tables import Shelf
from layers.service.parameters import Parameter, page_parameters
from layers.service.tables import Table

MOST: Final = 10_000
"""Rows of one answer, at most: two or three megabytes."""

Found = tuple[Table, NDArray[np.intp]]

FORM: Final = Parameter("f", "Format; without it the Accept header decides, and JSON it is.", "choice", tuple(FORMATS))
BOX: Final = Parameter(
    "bbox", "West, south, east, north in degrees (WGS 84): only what meets this box. West may exceed east.", "box"
)


@dataclass(frozen=True, slots=True)
class Resource:
    """
    An address that answers with rows.

    Attributes
    ----------
    name, title, description
        Last part of its address, and what it gives.
    parameters
        All it may be asked with.
    find
        Values of the parameters → table and positions.
    example
        Table whose columns its rows have.
    """

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    find: Callable[[dict[str, Any]], Found]
    example: Table


def list_resources(shelf: Shelf) -> tuple[Resource, ...]:
    """
    List the addresses with rows.

    Parameters
    ----------
    shelf
        The tables.

    Returns
    -------
    resources
        "places" only where the boundary set has polygons of them.
    """
    cube, pages = shelf.atlas.cube, page_parameters(most=MOST)
    data = ("estimate", *(("own",) if "own" in shelf.sets else ()))
    period = Parameter("period", "Between which censuses; the first by default.", "choice", shelf.periods)
    province = Parameter(
        "province", "Code of a province.", "choice", tuple(entry["code"] for entry in cube.manifest["provinces"])
    )
    homes = tuple(cube.home)
    place = Parameter("place", "Code of a place, such as lahore.", "place", homes)
    least = Parameter("min", "Smallest number of people; withheld numbers are left out.", "number", high=1e9)
    resources = [
        Resource(
            "totals",
            "Inflow, outflow and net of places",
            "People who come, leave and remain of it, each with low and high; kind of evidence and period in each row.",
            (
                place,
                province,
                period,
                Parameter("data", "Whose flows are summed.", "choice", data, default="estimate"),
                FORM,
                *pages,
            ),
            lambda values: _find_totals(shelf, values),
            shelf.get("nodes"),
        ),
        Resource(
            "flows",
            "Flows from place to place",
            "People who moved, with low and high, largest first; a number that is withheld is null and stands last.",
            (
                Parameter("origin", "Code of the place they leave.", "place", homes),
                Parameter("destination", "Code of the place they come to.", "place", homes),
                period,
                Parameter("data", "Which flows.", "choice", (*data, "counted"), default="estimate"),
                least,
                FORM,
                *pages,
            ),
            lambda values: _find_flows(shelf, values),
            shelf.get("flows"),
        ),
        Resource(
            "cells",
            "H3 cells",
            "People at two censuses and the yearly net gain of each cell, as text its id.",
            (BOX, Parameter("district", "Code of the place that carries its flows.", "place", homes), FORM, *pages),
            lambda values: _find_cells(shelf, values),
            shelf.get("cells"),
        ),
    ]
    if "places" in shelf.names():
        places = shelf.get("places")
        resources.insert(
            0,
            Resource(
                "places",
                "Places with people and net migration",
                "Districts as the censuses can be compared on: people counted, net migration derived; as GeoJSON with "
                "their polygons.",
                (replace(place, options=tuple(places.columns["code"])), province, BOX, FORM, *pages),
                lambda values: _find_places(places, values),
                places,
            ),
        )
    return tuple(resources)


def _choose_set(shelf: Shelf, values: dict[str, Any]) -> str:
    """Find the suffix of a table's name: a period, "counted" or "own"."""
    if values["data"] != "estimate":
        if values["period"] is not None:
            raise RequestError(f"period is for data=estimate; data={values['data']} has one of its own")
        return f"-{values['data']}"
    period = values["period"] or shelf.periods[0]
    return "" if period == shelf.periods[0] else f"-{period}"


def _name(values: dict[str, Any], **columns: str) -> dict[str, str]:
    """Pair columns with the values asked for."""
    return {column: values[name] for column, name in columns.items() if values[name] is not None}


def _carry(shelf: Shelf, values: dict[str, Any], **columns: str) -> dict[str, str]:
    """Pair columns with the units that carry the flows of the places asked for."""
    named = _name(values, **columns)
    return {column: shelf.atlas.cube.flow_unit_of(code) for column, code in named.items()}


def _find_totals(shelf: Shelf, values: dict[str, Any]) -> Found:
    table = shelf.get(f"nodes{_choose_set(shelf, values)}")
    return table, table.find({**_carry(shelf, values, code="place"), **_name(values, province="province")})


def _find_flows(shelf: Shelf, values: dict[str, Any]) -> Found:
    table = shelf.get(f"flows{_choose_set(shelf, values)}")
    least = _name(values, people="min")
    ends = _carry(shelf, values, origin="origin", destination="destination")
    return table, table.find(ends, least={name: float(number) for name, number in least.items()})


def _find_cells(shelf: Shelf, values: dict[str, Any]) -> Found:
    table = shelf.get("cells")
    return table, table.find(_carry(shelf, values, district="district"), box=values["bbox"])


def _find_places(places: Table, values: dict[str, Any]) -> Found:
    return places, places.find(_name(values, code="place", province="province"), box=values["bbox"])
