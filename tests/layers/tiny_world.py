"""
A world small enough for a pencil: four places with figures, one without.

    a town ──400──► the city      The city is one place of the flows and two of the balance, east and west;
      ▲  ▲             │          the hills lie on the map, but nobody was counted there.
     100 50            5
      b  c        (to a town)
"""

from __future__ import annotations

import math
from dataclasses import replace

import h3
import numpy as np

from boundaries.cells.layer import CellLayer
from boundaries.language import LANGUAGES
from flows.census import years_between
from flows.seasonal_model import SeasonModel
from layers.atlas import Atlas, Spoken
from layers.cell_grid import CellGrid
from layers.cube import Cube, Matrix, Place, Units
from layers.grids import Grids
from layers.measures_panel import MeasureSet
from layers.residual import Fitted
from layers.tehsils import Tehsil
from layers.what_if import Levers

PEOPLE = np.array(
    #  to a    b    c  city
    [
        [0, 10, 20, 400],  # from a
        [100, 0, 0, 100],  # from b
        [50, 30, 0, 0],  # from c
        [5, 0, 40, 0],  # from the city
    ],
    dtype=float,
)
NET = np.array([-275.0, -160.0, -20.0, 300.0, 155.0])
NOTHING = (np.full(4, np.nan),) * 3


def make_matrix(people: np.ndarray) -> Matrix:
    """Make an estimate: each flow from half to double, each total from 10 % below to 10 % above."""
    inflow, outflow = people.sum(axis=0), people.sum(axis=1)
    net = inflow - outflow
    return Matrix(
        people,
        people / 2,
        people * 2,
        (inflow, 0.9 * inflow, 1.1 * inflow),
        (outflow, 0.9 * outflow, 1.1 * outflow),
        (net, net - 50, net + 50),
        "modelled",
        "people a year",
    )


SHARES = {"1998-2023": 1.0, "1998-2017": 0.5, "2017-2023": 2.0}
"""What every flow and balance of a period is multiplied by."""


def make_flow_balance(share: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Join the two halves of the city; its range is the sum of theirs."""
    net, width = share * np.array([*NET[:3], NET[3:].sum()]), np.array([50.0, 50, 50, 100])
    return net, net - width, net + width


def make_counted() -> Matrix:
    """Make the one flow that was counted, b to the city: 60 to 80 people, drawn as 70."""
    people, low, high = np.zeros((3, 4, 4))
    people[1, 3], low[1, 3], high[1, 3] = 70, 60, 80
    return Matrix(people, low, high, NOTHING, NOTHING, NOTHING, "derived", "lifetime migrants")


def make_cube() -> Cube:
    """Make the world in the picture above."""
    flow_units = Units(
        codes=("a", "b", "c", "city"),
        names=("A Town", "B Town", "C Town", "The City"),
        names_ur=("الف", "ب", "", "شہر"),
        provinces=("punjab", "punjab", "sindh", "sindh"),
        nodes=np.array([[70.0, 30.0], [71.0, 30.0], [70.0, 29.0], [72.0, 28.0]]),
        people={
            1998: np.array([1000.0, 2000, 500, 3000]),
            2017: np.array([2500.0, 2000, 1000, 6000]),
            2023: np.array([3000.0, 2000, 1500, 7000]),
        },
    )
    balance_units = Units(
        codes=("a", "b", "c", "city-east", "city-west"),
        names=("A Town", "B Town", "C Town", "City East", "City West"),
        names_ur=("الف", "ب", "", "", ""),
        provinces=("punjab", "punjab", "sindh", "sindh", "sindh"),
        nodes=np.array([[70.0, 30.0], [71.0, 30.0], [70.0, 29.0], [72.1, 28.0], [71.9, 28.0]]),
        people={
            1998: np.array([1000.0, 2000, 500, 1000, 2000]),
            2017: np.array([2500.0, 2000, 1000, 2500, 3500]),
            2023: np.array([3000.0, 2000, 1500, 3000, 4000]),
        },
    )
    return Cube(
        places=(
            Place("a", "A Town", "الف", 0, 0),
            Place("b", "B Town", "ب", 1, 1),
            Place("c", "C Town", "", 2, 2),
            Place("city-east", "City East", "", 3, 3),
            Place("city-west", "City West", "", 3, 4),
            Place("hills", "The Hills", "", -1, -1),
        ),
        flow_units=flow_units,
        balance_units=balance_units,
        home={"a": 0, "b": 1, "c": 2, "city": 3, "city-east": 3, "city-west": 3},
        matrices={
            "1998-2023": make_matrix(PEOPLE),
            "1998-2017": make_matrix(PEOPLE / 2),
            "2017-2023": make_matrix(PEOPLE * 2),
        },
        counted=make_counted(),
        balance={
            "1998-2023": (NET, NET - 50, NET + 50),
            "1998-2017": (NET / 2, NET / 2 - 50, NET / 2 + 50),
            "2017-2023": (NET * 2, NET * 2 - 50, NET * 2 + 50),
        },
        flow_balance={period: make_flow_balance(share) for period, share in SHARES.items()},
        manifest={
            "title": "Four places and some hills",
            "accuracy": "Exact, being imagined.",
            "credit": "Boundaries: drawn by hand",
            "border_note": "No border is disputed here.",
            "bbox": [69.0, 27.0, 73.0, 31.0],
            "folder": "nowhere",
            "files": {name: {"file": f"tiny-{name}.0123456789ab.json"} for name in ("district", "lines", "context")},
            "view_units": [{"code": code, "units": [code]} for code in ("a", "b", "c", "city-east", "city-west")],
            "provinces": [{"code": "balochistan", "bbox": [69.5, 28.5, 70.5, 30.5]}],
        },
    )


YEARS = years_between(2017, 2023)

TEHSILS = (
    Tehsil("a-old", "Old Town", "a", 70.0, 30.0, 1000, 1200, 100 * ((1200 / 1000) ** (1 / YEARS) - 1)),
    Tehsil("a-new", "New Town", "a", 70.0, 30.03, 1500, 1800, 100 * ((1800 / 1500) ** (1 / YEARS) - 1)),
    Tehsil("b-lost", "Lost", "b", math.nan, math.nan, 2000, 2000, 0.0),  # no known point
    Tehsil("c-split", "Split", "c", 70.0, 29.0, math.nan, 1500, math.nan),  # not comparable
    Tehsil("city-old", "Old City", "city-east", 72.0, 28.0, 4000, 4200, 100 * ((4200 / 4000) ** (1 / YEARS) - 1)),
    Tehsil("city-new", "New City", "city-west", 72.0, 28.03, 2000, 2800, 100 * ((2800 / 2000) ** (1 / YEARS) - 1)),
)

CELLS = (
    # unit, tehsil, degrees north of the node, people of 2017 and 2023, urban class
    ("a", "a-old", 0.0, 1000, 1200, 30),
    ("a", "a-new", 0.03, 500, 800, 22),
    ("a", "a-new", 0.12, 1000, 1000, 12),
    ("b", "", 0.03, 500, 500, 21),  # a town without an urban centre; nobody knows where its tehsil lies
    ("b", "", 0.12, 1500, 1500, 12),
    ("c", "c-split", 0.0, 1000, 1500, 12),
    ("city", "city-old", 0.0, 4000, 4200, 30),
    ("city", "city-new", 0.03, 1000, 1800, 21),
    ("city", "city-new", 0.12, 1000, 1000, 11),
    ("", "", 0.0, 0, 0, 11),  # the hills, at 73 east and 31 north
)
"""A core, a belt 3.3 km off and a hinterland 13 km off, where a place has them; each one cell of 5 km²."""


def find_cell(unit: str, north: float, resolution: int = 7) -> int:
    """Find the cell some degrees north of a unit's node; "" is for the hills."""
    lon, lat = dict(zip(("a", "b", "c", "city", ""), [(70, 30), (71, 30), (70, 29), (72, 28), (73, 31)], strict=True))[
        unit
    ]
    return h3.str_to_int(h3.latlng_to_cell(lat + north, lon, resolution))


def make_census() -> CellGrid:
    """Put the people of the four places on ten cells; as many people as the cube has."""
    rows = sorted(CELLS, key=lambda row: find_cell(row[0], row[2]))
    codes = [tehsil.code for tehsil in TEHSILS]
    layer = CellLayer(
        name="census",
        title="People, spread by hand",
        kind="people",
        evidence="derived",
        cells=np.array([find_cell(unit, north) for unit, _, north, *_ in rows], dtype=np.uint64),
        epochs=(2017, 2023),
        values=np.array([[row[3] for row in rows], [row[4] for row in rows]], dtype=float),
        classes=np.array([[row[5] for row in rows]] * 2, dtype=np.uint8),
        source="The pencil",
        note="Exact, being imagined.",
    )
    return CellGrid(
        layer,
        unit=np.array([("a", "b", "c", "city").index(row[0]) if row[0] else -1 for row in rows], dtype=np.int32),
        tehsil=np.array([codes.index(row[1]) if row[1] else -1 for row in rows], dtype=np.int32),
        tehsils=TEHSILS,
        times=(2017.0, 2017.0 + YEARS),
    )


def make_layer(kind: str, epochs: tuple[int, ...], *, places: tuple[str, ...] = ("a", "b", "c", "city")) -> CellLayer:
    """Make a layer as a grid file gives it, of finer cells than the census: one at each node, more every epoch."""
    cells = np.sort(np.array([find_cell(place, 0.0, 8) for place in places], dtype=np.uint64))
    rows = [np.full(cells.size, 1000.0 * (1 + position)) for position in range(len(epochs))]
    return CellLayer(
        name=f"pencil-{kind}",
        title=f"{kind.capitalize()}, from a file",
        kind=kind,
        evidence="modelled",
        cells=cells,
        epochs=epochs,
        values=np.stack(rows) * (1 if kind == "people" else 100),
        projected=tuple(epoch for epoch in epochs if epoch > 2020),
        source="The Office of Pencils",
        licence="free",
    )


def make_grids(*, people: CellGrid | None = None, built: CellGrid | None = None) -> Grids:
    """Make the layers of cells; nothing is installed beside the census unless it is given."""
    return Grids(
        census=make_census(),
        how="Each cell is drawn by hand.",
        unlocated={"b": ("Lost",)},
        people=people,
        built=built,
        cities=((70.0, 30.0), (71.0, 30.0), (70.0, 29.0), (72.0, 28.0)),
    )


def make_seasons() -> SeasonModel:
    """Make the year of one corridor, from a to the city: it is hot in June, July and August, July most of all."""
    months = np.array([18, 18, 20, 22, 24, 36, 40, 36, 24, 22, 20, 18], dtype=float)
    return SeasonModel(
        codes=("a", "b", "c", "city"),
        people=np.array([3000, 2000, 1500, 7000]),
        origins=np.array([0]),
        destinations=np.array([3]),
        seasons=("summer",),
        temperatures=months[:, None],
    )


def make_atlas(cube: Cube, *, caveat: str = "", grids: Grids | None = None) -> Atlas:
    """Make an atlas of a world without corridors, in which size and distance explain every flow."""
    statistics = {"d2": 1.0, "srmse": 0.0, "cpc": 1.0}
    spoken = Spoken(
        checks=dict.fromkeys(cube.matrices, ((), ())),
        levers=Levers(decay=dict.fromkeys(cube.matrices, 1.0), cities=(3,), origins={}, notes={}),
        measures={period: MeasureSet(period, (), (), (), 0.0) for period in cube.matrices},
    )
    return Atlas(
        cube,
        spoken=dict.fromkeys(LANGUAGES, spoken),
        corridors=(),
        fits={
            period: Fitted(matrix.people, -1.0, statistics, np.ones((2, 4))) for period, matrix in cube.matrices.items()
        },
        seasons=make_seasons(),
        grids=grids or make_grids(),
        caveat=caveat,
    )


def move_to_balochistan(cube: Cube, *codes: str) -> Cube:
    """Make the same world with some of its places in the province whose flows cannot be relied on."""
    units = cube.flow_units
    provinces = zip(units.codes, units.provinces, strict=True)
    moved = tuple("balochistan" if code in codes else province for code, province in provinces)
    return replace(cube, flow_units=replace(units, provinces=moved))


def make_still_cube() -> Cube:
    """Make the same world on which nobody moves and every balance is zero."""
    cube, zeros = make_cube(), np.zeros(5)
    return replace(
        cube,
        matrices={period: make_matrix(np.zeros((4, 4))) for period in cube.matrices},
        counted=replace(cube.counted, people=np.zeros((4, 4))),
        balance=dict.fromkeys(cube.balance, (zeros, zeros, zeros)),
        flow_balance=dict.fromkeys(cube.balance, (zeros[:4], zeros[:4], zeros[:4])),
    )
