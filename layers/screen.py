"""The window the picture is drawn for: not part of the view, but the frame and the arrows depend on it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

from boundaries.language import is_right_to_left, tr
from layers._errors import ViewError
from layers.palette import THEMES
from layers.wording import say_parts

WIDE = 620
"""CSS pixels: from this width on the legend lies on the map, and the frame leaves room for it."""


@dataclass(frozen=True, slots=True)
class Screen:
    """
    Size and theme of the map on the reader's screen.

    Parameters
    ----------
    width, height
        CSS pixels of the map.
    theme
        "light" or "dark".
    zoom
        MapLibre zoom the reader has moved to; None: as framed.
    centre
        Longitude and latitude the reader has moved to, where the picture depends on it; None: as framed.
    clear
        Room kept free on a sheet of paper, as `padding`; None: what the page's controls and legend take.
    """

    width: int = 980
    height: int = 660
    theme: str = "light"
    zoom: float | None = None
    centre: tuple[float, float] | None = None
    clear: tuple[float, float, float, float] | None = None

    @property
    def padding(self) -> tuple[float, float, float, float]:
        """Room kept free for what lies on the map: top, right, bottom, left, in CSS pixels; mirrored with the page."""
        if self.clear is not None:
            return self.clear
        if self.width < WIDE:
            return (18.0, 24.0, 18.0, 18.0)
        return (66.0, 26.0, 24.0, 286.0) if is_right_to_left() else (66.0, 286.0, 24.0, 26.0)

    @classmethod
    def from_query(cls, text: str) -> Screen:
        """
        Read width, height, theme, zoom and centre from a query; what is missing has its default.

        Raises
        ------
        ViewError
            A number is not one, or lies outside what a screen can be.
        """
        given = {name: values[-1] for name, values in parse_qs(text.lstrip("?")).items()}
        try:
            screen = cls(
                width=int(given.get("width", 980)),
                height=int(given.get("height", 660)),
                theme=given.get("theme", "light"),
                zoom=float(given["zoom"]) if "zoom" in given else None,
                centre=_read_pair(given["centre"]) if "centre" in given else None,
            )
        except ValueError as fault:
            raise ViewError(tr("width, height, zoom and centre are numbers: {fault}").format(fault=fault)) from None
        faults = []
        if not (100 <= screen.width <= 8000 and 100 <= screen.height <= 8000):
            faults.append(tr("width and height lie between 100 and 8000"))
        if screen.theme not in THEMES:
            words = tr("{name}={value} is not one of {options}")
            faults.append(words.format(name="theme", value=repr(screen.theme), options=", ".join(THEMES)))
        if screen.zoom is not None and not 0 <= screen.zoom <= 22:
            faults.append(tr("zoom lies between 0 and 22"))
        if screen.centre is not None and not (abs(screen.centre[0]) <= 180 and abs(screen.centre[1]) <= 85):
            faults.append(tr("centre is a longitude and a latitude, joined by a comma"))
        if faults:
            raise ViewError(say_parts(faults))
        return screen


def _read_pair(text: str) -> tuple[float, float]:
    first, second = text.split(",")
    return float(first), float(second)
