"""The atlas in memory: from a query to the bytes the page receives."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import orjson

from boundaries.language import LANGUAGES, speak
from layers.balance import draw_balance
from layers.cache import remember
from layers.cube import Cube
from layers.digits import write_answer_digits
from layers.evidence import Check
from layers.exchange import draw_exchange
from layers.finding import Finding
from layers.fringe import draw_fringe
from layers.grids import Grids
from layers.load import load_cube
from layers.load_cells import load_grids
from layers.matrix_view import draw_matrix
from layers.measures_panel import MeasureSet, build_measures
from layers.month_view import draw_month
from layers.months import simulate_months
from layers.own import Own, load_own
from layers.own_view import draw_own
from layers.picture import Picture, pack_picture
from layers.residual import Fitted, draw_residual
from layers.screen import Screen
from layers.seasons import QUESTION, Corridor, draw_seasons
from layers.tables import load_checks, load_corridors, load_fits, load_levers, load_measures, load_tehsils, read_names
from layers.view import View
from layers.what_if import Levers
from layers.what_if_view import draw_what_if

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.seasonal_model import SeasonModel

Checks = tuple[tuple[Check, ...], tuple[str, ...]]

CACHED = 512
"""Answers kept, some 20 KB each: every preset in every period for a dozen window sizes."""

LEVEL = 5
"""Of compression: an answer is 2 % larger than at 6, and is packed in two thirds of the time."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """
    Tables whose sentences hold numbers, composed once a language.

    Attributes
    ----------
    checks
        Period → yardsticks and their summary in words.
    levers
        Of scenarios.
    measures
        Period → measures of the estimate.
    """

    checks: dict[str, Checks]
    levers: Levers
    measures: dict[str, MeasureSet]


class Atlas:
    """
    Everything that `app` serves, loaded once and never changed.

    Parameters
    ----------
    cube
        Flows, balances, places.
    spoken
        Language → what is said of the estimate.
    corridors
        Documented, of Balochistan.
    fits
        Period → gravity model of the estimate.
    seasons
        What the seasonal scenario is simulated from.
    grids
        Layers of cells.
    caveat
        Warning beside derived nets.
    own
        The reader's own table, as it may leave the server.

    Attributes
    ----------
    cubes
        Language → the cube with the places' names in it. The parameters are attributes too.
    """

    def __init__(
        self,
        cube: Cube,
        spoken: dict[str, Spoken],
        corridors: tuple[Corridor, ...],
        fits: dict[str, Fitted],
        seasons: SeasonModel,
        grids: Grids,
        caveat: str,
        own: Own | None = None,
    ) -> None:
        self.cube = cube if own is None else replace(cube, own=own.matrix)
        self.cubes = {"en": self.cube, "ur": self.cube.in_urdu()}
        self.own = own
        self.spoken = spoken
        self.corridors = corridors
        self.grids = grids
        self.fits = fits
        self.seasons = seasons
        self.caveat = caveat
        self._folder = Path(cube.manifest["folder"])
        self._turn = Lock()
        self.render: Callable[[str], bytes] = lru_cache(maxsize=CACHED)(self._render)

    def compose(self, view: View, screen: Screen) -> dict[str, Any]:
        """
        Compose the answer to a view.

        Parameters
        ----------
        view, screen
            Choices and window.

        Returns
        -------
        answer
            See `picture.pack_picture`.

        Raises
        ------
        ViewError
            The view names a place that has no figures.
        """
        with speak(view.lang):
            view = view.but(place=self.cubes[view.lang].flow_unit_of(view.place))
            picture, choices = self.draw(view, screen), self.cube.find_choices(view.place)
            return pack_picture(picture, self.cubes[view.lang], view, screen, choices=choices)

    def draw(self, view: View, screen: Screen) -> Picture:
        """
        Draw a view's picture.

        Parameters
        ----------
        view, screen
            Choices and window.

        Returns
        -------
        picture
            Before it is packed for the page.

        Raises
        ------
        ViewError
            The view names a place that has no figures.
        """
        with speak(view.lang):
            cube = self.cubes[view.lang]
            return self._draw(cube, view.but(place=cube.flow_unit_of(view.place)), screen)

    def find(self, view: View) -> Finding:
        """Return what a view says, in its language; see `draw`."""
        return self.draw(view, Screen()).finding

    def _draw(self, cube: Cube, view: View, screen: Screen) -> Picture:
        spoken = self.spoken[view.lang]
        measures = build_measures(spoken.measures[view.period], screen.theme)
        if view.form == "matrix" and view.question in {"to", "balance"}:
            return draw_matrix(cube, view, screen, [measures])
        if view.question == "to" and self.own is not None and view.data == "own":
            return draw_own(cube, self.own, view, screen)
        if view.question == "to" and view.data == "residual":
            return draw_residual(cube, self.fits[view.period], view, screen)
        if view.question == "to":
            return draw_exchange(cube, view, screen, spoken.checks[view.period], measures)
        if view.question == "balance":
            return draw_balance(cube, view, screen, self.caveat, measures)
        if view.question == "seasons":
            months = (self.own and self.own.months) or simulate_months(cube, self.seasons, view.share)
            if view.month:
                return draw_month(cube, months, view, screen, QUESTION)
            return draw_seasons(cube, view, screen, self.corridors, months)
        if view.question == "whatif":
            return draw_what_if(cube, spoken.levers, view, screen)
        return draw_fringe(cube, self.grids, view, screen)

    def _render(self, query: str) -> bytes:
        """Write the answer to a query as gzipped JSON; `render` remembers it."""
        view, screen = View.from_query(query), Screen.from_query(query)
        # One after the other: threads that take turns within an answer would all finish late.
        with self._turn:
            body = orjson.dumps(self.compose(view, screen), default=to_json, option=orjson.OPT_SERIALIZE_NUMPY)
            if view.digits != "latin":
                body = orjson.dumps(write_answer_digits(orjson.loads(body), view.digits))
        # Without the time of day in it, equal views are equal bytes in every process of the server.
        return gzip.compress(body, LEVEL, mtime=0)

    def find_geometry(self, name: str) -> Path | None:
        """
        Find a published file, compressed.

        Parameters
        ----------
        name
            File name from the manifest.

        Returns
        -------
        path
            None when the active set has no such file.
        """
        names = {entry["file"] for entry in self.cube.manifest["files"].values()}
        path = self._folder / f"{name}.gz"
        return path if name in names and path.is_file() else None

    def search_options(self) -> list[dict[str, str]]:
        """
        List what "Find a place" offers.

        Returns
        -------
        options
            `label`, `value` and `search`: every unit with figures, findable in English, Urdu and by alias, its own
            and those of the districts in it.
        """
        names, units = read_names(), self.cube.flow_units
        parts: dict[str, list[str]] = {code: [code] for code in units.codes}
        for code, position in self.cube.home.items():
            parts[units.codes[position]].append(code)
        return [
            {
                "label": f"{name}  {name_ur}",
                "value": code,
                "search": " ".join(
                    dict.fromkeys([name, name_ur, *(word for part in parts[code] for word in names.get(part, ()))])
                ),
            }
            for name, code, name_ur in sorted(zip(units.names, units.codes, units.names_ur, strict=True))
        ]


BOOKKEEPING = {"_prop_names", "_valid_wildcard_attributes", "available_properties", "available_wildcard_properties"}
"""What a Dash component carries beside the attributes it was given."""


def to_json(value: Any) -> Any:
    """
    Write a component as `to_plotly_json` does, in less time: that asks for every attribute there could be.

    Parameters
    ----------
    value
        A Dash component, for `orjson.dumps`.

    Returns
    -------
    props
        What JSON can hold.

    Raises
    ------
    TypeError
        It is no component.
    """
    if not hasattr(value, "to_plotly_json"):
        raise TypeError(f"cannot write {type(value).__name__} as JSON")
    props = {name: given for name, given in vars(value).items() if name not in BOOKKEEPING}
    return {"props": props, "type": value._type, "namespace": value._namespace}


def load_atlas(data_dir: Path | None = None, *, flows: Path | None = None, hide_below: float | None = None) -> Atlas:
    """
    Load the atlas for the active boundary set.

    Parameters
    ----------
    data_dir
        Folder of installed boundary sets; None: the user's own.
    flows, hide_below
        The reader's own flow table and what of it is withheld, see `own.load_own`; None: none.

    Returns
    -------
    atlas
        Ready to answer. The tables are read once and kept (see `cache.remember`), so that a second start needs
        neither pandas nor the files.
    """
    import boundaries
    from boundaries.grids.store import grid_files
    from flows.net_migration import CAVEAT

    root = Path(__file__).resolve().parents[1]
    files = [path for package in ("boundaries", "flows", "layers") for path in (root / package).rglob("*.*")]
    files = [path for path in files if path.suffix in {".py", ".csv", ".gz", ".mo"}]
    files.append(Path(boundaries.published(data_dir)["folder"]) / "manifest.json")
    tables = remember(lambda: _load_tables(data_dir), name="atlas", files=files)
    cube = tables[0]
    grids = remember(
        lambda: load_grids(cube, load_tehsils(), data_dir), name="cells", files=[*files, *grid_files(data_dir)]
    )
    own = None if flows is None else load_own(flows, tables[0], hide_below=hide_below)
    return Atlas(*tables, grids, CAVEAT, own)


def _load_tables(
    data_dir: Path | None,
) -> tuple[Cube, dict[str, Spoken], tuple[Corridor, ...], dict[str, Fitted], SeasonModel]:
    from flows.seasonal_model import load_season_model

    cube = load_cube(data_dir)
    fits = load_fits(cube)
    spoken = {}
    for language in LANGUAGES:
        with speak(language):
            checks = {period: load_checks(period) for period in cube.matrices}
            spoken[language] = Spoken(checks, load_levers(cube, fits), load_measures(cube))
    return cube, spoken, load_corridors(), fits, load_season_model()
