"""Every layer of cells the atlas can show: the census's own, and what was loaded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from boundaries.language import tr
from layers._errors import ViewError
from layers.cell_grid import CellGrid, join_grid
from layers.view import View


@dataclass(frozen=True, slots=True, eq=False)
class Grids:
    """
    Layers of cells.

    Attributes
    ----------
    census
        People of the censuses, spread to cells: always there.
    how
        How tehsils were told apart, in a sentence.
    unlocated
        Names of tehsils whose people are spread over their whole district, by district code.
    people, built
        Loaded grids; None where there is none.
    cities
        Longitude and latitude of the units' nodes: round them lies the demonstration's built-up land.
    """

    census: CellGrid
    how: str
    unlocated: dict[str, tuple[str, ...]]
    people: CellGrid | None
    built: CellGrid | None
    cities: tuple[tuple[float, float], ...]

    def choose(self, view: View) -> CellGrid:
        """
        Choose the layer a view is drawn from.

        Parameters
        ----------
        view
            Its shade and grid.

        Returns
        -------
        grid
            Growth and net gain are those of the censuses; density and classes of the best people grid there is.

        Raises
        ------
        ViewError
            Built-up land is asked for and none was loaded.
        """
        if view.shade == "built":
            if view.grid == "demonstration":
                return make_demonstration(self)
            if self.built is None:
                raise ViewError(
                    tr("shade='built' needs a grid of built-up land: load one with python -m boundaries grid FILE")
                )
            return self.built
        if view.shade in {"density", "class"} and view.grid == "best" and self.people is not None:
            return self.people
        return self.census

    def shades(self, view: View) -> tuple[str, ...]:
        """
        List what cells can be coloured by.

        Parameters
        ----------
        view
            A demonstration is offered no further than it is looked at.

        Returns
        -------
        shades
            Values of `View.shade`.
        """
        built = self.built is not None or view.grid == "demonstration"
        return ("net", "growth", "class", "density", *(("built",) if built else ()))

    def offers(self) -> tuple[str, ...]:
        """
        List which cells can be chosen.

        Returns
        -------
        grids
            Values of `View.grid`; the census apart only where a better grid hides it, the demonstration only until
            built-up land is loaded.
        """
        census = ("census",) if self.people is not None else ()
        return ("best", *census, *(() if self.built is not None else ("demonstration",)))


@lru_cache(maxsize=1)
def make_demonstration(grids: Grids) -> CellGrid:
    """
    Make the worked demonstration of built-up land; it is made once, when it is first looked at.

    Parameters
    ----------
    grids
        Their cities and census cells.

    Returns
    -------
    grid
        Evidence "demonstration".
    """
    from boundaries.growth.demonstration import demonstration_layer

    return join_grid(demonstration_layer(grids.cities), grids.census)
