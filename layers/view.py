"""What the reader chose. A view is a URL, and the same URL gives the same picture."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from boundaries.language import LANGUAGES, mark, tr
from layers._errors import ViewError
from layers.wording import say_parts

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "question": ("to", "balance", "seasons", "spill", "whatif"),
    "direction": ("in", "out", "net", "all"),
    "period": ("1998-2023", "1998-2017", "2017-2023"),
    "measure": ("rate", "people"),
    "scale": ("adaptive", "fixed"),
    "data": ("estimate", "counted", "residual", "own"),
    "season": ("all", "summer", "winter", "conflict", "study"),
    "frame": ("flows", "country"),
    "form": ("map", "matrix", "pair"),
    "sort": ("province", "size", "name"),
    "ranges": ("off", "on"),
    "change": ("attraction", "retention", "time", "cities", "origins"),
    "shade": ("net", "growth", "class", "density", "built"),
    "grid": ("best", "census", "demonstration"),
    "lang": tuple(LANGUAGES),
    "digits": ("latin", "urdu"),
    "mode": ("page", "present"),
}
TOP: Final = (10, 40, 120, 500)
SPANS: Final[dict[str, tuple[int, int]]] = {
    "month": (0, 12),
    "share": (0, 50),
    "amount": (-50, 100),
    "year": (0, 2100),
}
"""Whole numbers that a slider sets, with their least and largest value."""


@dataclass(frozen=True, slots=True)
class View:
    """
    One question asked of the atlas, with every choice that changes the picture.

    `View()` is "Who moves to Lahore?". All fields are plain text or numbers, so a view can be written
    by hand, compared, stored, and used as a cache key.

    Parameters
    ----------
    question
        "to" (flows of one place), "balance" (who gains and loses), "seasons" (Balochistan), "spill"
        (cells round a city: core, belt, hinterland), "whatif" (the reader changes a place and the estimate is shared
        out anew).
    place
        Code of the place the question is about, such as "lahore"; for "spill" the city or any other.
    direction
        "in", "out", "net" (larger minus smaller direction, pair by pair) or "all" (both directions).
    period
        First and last census year, joined by a hyphen.
    measure
        What colours the places: "rate" (per 1,000 inhabitants a year) or "people" (a year).
    scale
        "adaptive": widths and classes suit this view; "fixed": the same for every place, so that two
        pictures can be compared.
    data
        "estimate" (modelled), "counted" (the observed fragments of the 1998 census), "residual" (the estimate less
        what size and distance alone give) or "own" (the reader's own table, where the server was given one).
    season
        Which documented corridors of Balochistan are drawn.
    top
        How many of the largest flows are drawn, at most.
    frame
        "flows" opens on the flows that carry most movers, "country" on the whole country.
    form
        "map"; "matrix": every origin against every destination; "pair": cells before and after, side by side.
    sort
        Order of the matrix: "province" (as blocks), "size" (most arrivals first) or "name".
    ranges
        "on" draws the low and the high of each arrow.
    month
        Of the seasonal scenario, 1 to 12; 0 shows the documented corridors of the whole year.
    share
        Percent of the people of a seasonal origin who are away in the month that drives most of them: the reader's
        assumption.
    change, amount
        What the reader changes, and by how many percent: the place's "attraction", its "retention" (of those who
        would leave, how many stay), travel "time" to it, the attraction of all intermediate "cities", or retention
        in the ten "origins" that lose most.
    shade
        What colours the cells of "spill": "net" gain per km², "growth", urban "class", "density" or "built"-up land.
    grid
        Whose cells: the "best" there are, those spread from the "census", or a "demonstration" of built-up land that
        is not real.
    year
        Of the cells; the epoch shown is the last at or before it, 0 the newest.
    lang, digits
        Language of every word, and the figures numbers are written with ("urdu": ۰ to ۹).
    mode
        "page", or "present": the finding and the map alone, in large type, for a screen on a wall.
    at
        Where the reader has moved the map: longitude, latitude in degrees, zoom. None: as framed.
    """

    question: str = "to"
    place: str = "lahore"
    direction: str = "in"
    period: str = "1998-2023"
    measure: str = "rate"
    scale: str = "adaptive"
    data: str = "estimate"
    season: str = "all"
    top: int = 40
    frame: str = "flows"
    form: str = "map"
    sort: str = "province"
    ranges: str = "off"
    month: int = 0
    share: int = 10
    change: str = "attraction"
    amount: int = 20
    shade: str = "net"
    grid: str = "best"
    year: int = 0
    lang: str = "en"
    digits: str = "latin"
    mode: str = "page"
    at: tuple[float, float, float] | None = None

    def __post_init__(self) -> None:
        faults = [
            tr("{name}={value} is not one of {options}").format(
                name=name, value=repr(getattr(self, name)), options=", ".join(options)
            )
            for name, options in CHOICES.items()
            if getattr(self, name) not in options
        ]
        if self.top not in TOP:
            faults.append(
                tr("{name}={value} is not one of {options}").format(
                    name="top", value=repr(self.top), options=", ".join(map(str, TOP))
                )
            )
        faults += [
            tr("{name}={value} is not a whole number from {low} to {high}").format(
                name=name, value=repr(getattr(self, name)), low=low, high=high
            )
            for name, (low, high) in SPANS.items()
            if getattr(self, name) not in range(low, high + 1)
        ]
        if self.at is not None and not (
            -180 <= self.at[0] <= 180 and -85 <= self.at[1] <= 85 and 0 <= self.at[2] <= 22
        ):
            faults.append(tr("at={value} is not longitude, latitude, zoom on this earth").format(value=repr(self.at)))
        if faults:
            raise ViewError(say_parts(faults))

    def but(self, **changes: Any) -> View:
        """
        Return this view with some choices changed.

        Parameters
        ----------
        **changes
            Fields by name.

        Returns
        -------
        view
            A new view; this one is left as it is.

        Raises
        ------
        ViewError
            A value is not one of the choices.
        """
        return replace(self, **changes)

    def for_reader_of(self, other: View) -> View:
        """Return this view in the language, figures and mode of another."""
        return replace(self, lang=other.lang, digits=other.digits, mode=other.mode)

    def to_query(self) -> str:
        """
        Write the view as the query part of a URL, without the question mark.

        Only what differs from `View()` is written, in a fixed order, so equal views give equal text and
        the opening view gives "".
        """
        pairs = []
        for name, default in DEFAULTS.items():
            value = getattr(self, name)
            if value != default:
                text = ",".join(f"{number:g}" for number in value) if name == "at" else str(value)
                pairs.append((name, text))
        return urlencode(pairs, safe=",")

    @classmethod
    def from_query(cls, text: str) -> View:
        """
        Read a view from the query part of a URL.

        Parameters
        ----------
        text
            Such as "?place=karachi&direction=out"; the question mark may be missing. Names that no view
            has (a mail program's tracking tags) are ignored.

        Returns
        -------
        view
            The view; "" gives `View()`.

        Raises
        ------
        ViewError
            A value is not one of the choices; the message lists every fault and the choices.
        """
        pairs = parse_qsl(text.lstrip("?"), keep_blank_values=True)
        given: dict[str, Any] = {name: value for name, value in pairs if name in DEFAULTS}
        faults = []
        for name in ("top", *SPANS, "at"):
            if name in given:
                try:
                    given[name] = _read_camera(given[name]) if name == "at" else _read_whole(name, given[name])
                except ViewError as fault:
                    faults.append(str(fault))
                    del given[name]
        try:
            view = cls(**given)
        except ViewError as fault:
            faults.append(str(fault))
        if faults:
            raise ViewError(say_parts(faults))
        return view


DEFAULTS: Final[dict[str, Any]] = {field.name: field.default for field in fields(View)}


def _read_whole(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ViewError(tr("{name}={value} is not a whole number").format(name=name, value=repr(text))) from None


def _read_camera(text: str) -> tuple[float, float, float]:
    try:
        lon, lat, zoom = (float(part) for part in text.split(","))
    except ValueError:
        words = tr("at={value} is not three numbers: longitude,latitude,zoom")
        raise ViewError(words.format(value=repr(text))) from None
    return lon, lat, zoom


PRESETS: Final[tuple[tuple[str, str, View], ...]] = (
    (mark("To Lahore"), mark("Who moves to Lahore?"), View()),
    (mark("To Karachi"), mark("Who moves to Karachi?"), View(place="karachi")),
    (mark("To Quetta"), mark("Who moves to Quetta?"), View(place="quetta")),
    (mark("Gains and losses"), mark("Where are people gaining and losing?"), View(question="balance")),
    (
        mark("Seasons"),
        mark("How do people move with the seasons in Balochistan?"),
        View(question="seasons", place="quetta"),
    ),
    (mark("City fringe"), mark("Where do cities spill over?"), View(question="spill")),
    (mark("What if?"), mark("What if a place drew or kept more people?"), View(question="whatif", place="faisalabad")),
)
