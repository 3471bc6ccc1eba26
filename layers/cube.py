"""The small table a screen reads: every period's matrix, totals and balances, summed to the places drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boundaries.language import tr
from layers._errors import ViewError
from layers.view import View

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Units:
    """
    Places that carry figures, in code order.

    Attributes
    ----------
    codes, names, names_ur, provinces
        One entry a unit; `provinces` are codes.
    nodes
        Degrees, shape (n, 2), lon then lat: where a flow starts and ends.
    people
        Census year → persons counted, shape (n,).
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    names_ur: tuple[str, ...]
    provinces: tuple[str, ...]
    nodes: Floats
    people: dict[int, Floats]

    def index(self, code: str) -> int:
        """
        Find a unit.

        Parameters
        ----------
        code
            Such as "lahore".

        Returns
        -------
        position
            In `codes`.

        Raises
        ------
        ViewError
            No unit has this code.
        """
        try:
            return self.codes.index(code)
        except ValueError:
            raise ViewError(
                tr("place={code} is not a place with figures; use Find a place").format(code=repr(code))
            ) from None


@dataclass(frozen=True, slots=True)
class Matrix:
    """
    Flows between units: rows are origins, columns are destinations, the diagonal is zero.

    Attributes
    ----------
    people, low, high
        Shape (n, n).
    inflow, outflow, net
        (value, low, high), each shape (n,). The ranges are of the sums, not sums of the ranges.
    evidence, unit
        As the flow table states them, such as "modelled" and "people a year".
    nets
        (low, high) of the people from row to column less those back, each shape (n, n), from the ensemble of the
        differences; None where no such ranges are known.
    """

    people: Floats
    low: Floats
    high: Floats
    inflow: tuple[Floats, Floats, Floats]
    outflow: tuple[Floats, Floats, Floats]
    net: tuple[Floats, Floats, Floats]
    evidence: str
    unit: str
    nets: tuple[Floats, Floats] | None = None

    @property
    def has_ranges(self) -> bool:
        """Whether any range is known; where none is, low and high are the number itself."""
        return bool(np.any(self.high > self.low))


@dataclass(frozen=True, slots=True)
class Place:
    """A polygon of the map: its own name, and the positions of the units that carry its figures."""

    code: str
    name: str
    name_ur: str
    flow_unit: int
    balance_unit: int


@dataclass(frozen=True, slots=True)
class Cube:
    """
    Everything a view can show, in memory, immutable.

    Attributes
    ----------
    places
        The polygons of the active boundary set; units are −1 where no census covers the place.
    flow_units
        Units of the matrices; Karachi is one.
    balance_units
        Units of the net migration, the finest on which the censuses and the boundary set agree.
    home
        Code of every unit and district with figures, whichever boundary set is in use → position of the flow unit
        that carries them; so a link made with one set opens with another.
    matrices
        Period such as "1998-2023" → estimate.
    counted
        The observed fragments of 1998, lifetime migrants, as a matrix; zero where nothing was observed.
    balance, flow_balance
        Period → (net people a year, low, high), each shape (n,), by balance unit and by flow unit.
    manifest
        What the boundary set says of itself.
    own
        The reader's own table as it may leave the server: NaN where a flow is withheld. None where there is none.
    """

    places: tuple[Place, ...]
    flow_units: Units
    balance_units: Units
    home: dict[str, int]
    matrices: dict[str, Matrix]
    counted: Matrix
    balance: dict[str, tuple[Floats, Floats, Floats]]
    flow_balance: dict[str, tuple[Floats, Floats, Floats]]
    manifest: dict[str, Any]
    own: Matrix | None = None

    def in_urdu(self) -> Cube:
        """Return the same numbers with the Urdu names of all places that have one."""
        return replace(
            self,
            places=tuple(replace(place, name=place.name_ur or place.name) for place in self.places),
            flow_units=_name_in_urdu(self.flow_units),
            balance_units=_name_in_urdu(self.balance_units),
        )

    def matrix(self, view: View) -> Matrix:
        """
        Return the flows that the view asks for: the period's estimate, what was counted, or the reader's own.

        Raises
        ------
        ViewError
            The reader's own table is asked for, and this server was given none.
        """
        if view.data == "own":
            if self.own is None:
                raise ViewError(tr("data='own' needs a table of your own; start the atlas with --flows FILE"))
            return self.own
        return self.counted if view.data == "counted" else self.matrices[view.period]

    def find_choices(self, place: str) -> tuple[str, ...]:
        """
        Find which flows there are for a place.

        Parameters
        ----------
        place
            Code of a flow unit.

        Returns
        -------
        choices
            Values of `View.data`: the estimate and its residual always, "counted" where something was observed, "own"
            where the reader brought a table.
        """
        here = self.flow_units.index(place)
        counted = ("counted",) if self.counted.people[:, here].any() else ()
        own = ("own",) if self.own is not None else ()
        return ("estimate", "residual", *counted, *own)

    def flow_unit_of_balance(self, row: int) -> str:
        """Return the code of the flow unit that a balance unit belongs to."""
        return next(self.flow_units.codes[place.flow_unit] for place in self.places if place.balance_unit == row)

    def flow_unit_of(self, code: str) -> str:
        """
        Find the unit that carries the flows of a place.

        Parameters
        ----------
        code
            Of a unit, a polygon or any district of the census lists, such as "karachi-east".

        Returns
        -------
        code
            The unit, such as "karachi".

        Raises
        ------
        ViewError
            The place is unknown, or no census covers it.
        """
        if code in self.home:
            return self.flow_units.codes[self.home[code]]
        for place in self.places:
            if place.code == code:
                words = tr("{name} is on the map, but no census figures are carried for it")
                raise ViewError(words.format(name=place.name))
        raise ViewError(tr("place={code} is not a place of this atlas; use Find a place").format(code=repr(code)))


def _name_in_urdu(units: Units) -> Units:
    return replace(units, names=tuple(ur or name for name, ur in zip(units.names, units.names_ur, strict=True)))
