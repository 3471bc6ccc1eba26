"""What a file holds before it has a format: layers of rows and shapes, and what the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from boundaries.language import tr
from layers._errors import ExportError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from layers.view import View

SOFTWARE: Final = "Rawaan 0.1.0"

CRS: Final = "EPSG:4326"


@dataclass(frozen=True, slots=True)
class About:
    """
    What every file carries inside.

    Attributes
    ----------
    title, description
        The question, and what was found.
    evidence
        The design's word: counted, surveyed, derived, modelled, scenario or documented.
    source, licence
        Of the numbers and of the boundaries.
    boundaries
        The boundary set, how exact it is, and the note on borders.
    vintage
        Year whose list of districts the places follow.
    crs
        Of the shapes.
    view_url
        Address of the view; only its query, after a question mark, where the page's address is not known.
    software
        Name and version.
    date
        ISO date on which the file was made.
    protection
        What disclosure control did to the reader's own table; "" where none is in the file.
    """

    title: str
    description: str
    evidence: str
    source: str
    licence: str
    boundaries: str
    vintage: str
    view_url: str
    date: str
    protection: str = ""
    crs: str = CRS
    software: str = SOFTWARE

    def items(self) -> tuple[tuple[str, str], ...]:
        """Return every item that is not empty by its name, in the order in which all files have them."""
        names = (
            "title",
            "description",
            "evidence",
            "protection",
            "source",
            "licence",
            "boundaries",
            "vintage",
            "crs",
            "view_url",
            "software",
            "date",
        )
        return tuple((name, str(getattr(self, name))) for name in names if getattr(self, name))


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column.

    Attributes
    ----------
    name
        In every format that takes it.
    title
        What it holds, in the reader's words.
    unit
        Such as "people a year"; "" for text.
    hxl
        Hashtag of the Humanitarian Exchange Language.
    short
        Ten letters or fewer, for Shapefiles; unlike that of every other column.
    """

    name: str
    title: str
    unit: str
    hxl: str
    short: str


@dataclass(frozen=True, slots=True)
class Look:
    """
    How some features are drawn.

    Attributes
    ----------
    value
        Of the style's column.
    label
        Words for the legend.
    fill, line
        CSS hex colours; "" for none.
    width
        Of the line, CSS pixels.
    opacity
        0 to 1.
    size
        Diameter of a point, CSS pixels.
    dashed
        Whether the line is dashed.
    """

    value: int
    label: str
    fill: str
    line: str = ""
    width: float = 0.0
    opacity: float = 1.0
    size: float = 0.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """
    How a layer is drawn on the screen.

    Attributes
    ----------
    column
        Whose whole numbers say which look a feature has; "" where all look alike.
    looks
        One a value; the only one where there is no column.
    title
        What the colours mean.
    label
        Column that features are labelled by; "" for none.
    """

    column: str
    looks: tuple[Look, ...]
    title: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """
    Rows of one kind, with shapes or without.

    Attributes
    ----------
    name
        "places", "arrows", "flows", "nodes", "cells", "abadis", "corridors" or "destinations".
    title
        What its rows are.
    columns
        Of the table, in its order.
    table
        One row a feature: codes as text, numbers as float64, NaN where withheld or not known; classes as int64.
    geometry
        shapely geometries in EPSG:4326; None for a table without shapes.
    kind
        "polygon", "line", "point", or "" without shapes.
    style
        How it looks on the screen; None where it is not drawn.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    table: pd.DataFrame
    geometry: NDArray[np.object_] | None = None
    kind: str = ""
    style: Style | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """
    All that a file could hold of a view.

    Attributes
    ----------
    about
        What it says of itself.
    layers
        The main one, which formats of one layer take, first.
    view
        What was asked.
    """

    about: About
    layers: tuple[Layer, ...]
    view: View

    def layer(self, name: str) -> Layer:
        """
        Find a layer.

        Parameters
        ----------
        name
            Of a layer; "" for the main one.

        Raises
        ------
        ExportError
            The view has no such layer.
        """
        for layer in self.layers:
            if name in {"", layer.name}:
                return layer
        names = ", ".join(layer.name for layer in self.layers) or tr("none")
        raise ExportError(tr("this view has no layer {name}; it has {names}").format(name=name, names=names))
