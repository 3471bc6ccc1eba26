"""
What grids say of themselves: titles, producers and notes, each a template written down once.

They are filled in when a grid is read and kept with it in English, whatever the language of the moment: a grid is read
once and shown to readers of every language. Where they are shown they are recognised and translated.
"""

from __future__ import annotations

from typing import Final

from boundaries.language import mark

__all__ = ["SAID"]

WORLDPOP: Final = mark("WorldPop, University of Southampton (worldpop.org)")
WORLDPOP_RELEASE: Final = mark("WorldPop, University of Southampton (worldpop.org), {release}")
GHSL: Final = mark("European Commission, Joint Research Centre: Global Human Settlement Layer, {release}")
KONTUR: Final = mark("Kontur Inc.: Kontur Population, Global Population Density for 400m H3 Hexagons")
META: Final = mark("Meta and CIESIN, Columbia University: High Resolution Settlement Layer")

GHS_POP: Final = mark("GHSL population (GHS-POP), release {release}")
GHS_BUILT: Final = mark("GHSL built-up surface (GHS-BUILT-S), release {release}")
WORLDPOP_TITLE: Final = mark("WorldPop population, {method}")
WORLDPOP_RELEASE_TITLE: Final = mark("WorldPop population, {method}, release {release}")
KONTUR_TITLE: Final = mark("Kontur population on H3 cells")
HRSL_TITLE: Final = mark("High Resolution Settlement Layer population")

METHODS: Final = {
    (True, False): mark("constrained to settlements"),
    (False, False): mark("unconstrained"),
    (True, True): mark("constrained to settlements, adjusted to UN totals"),
    (False, True): mark("unconstrained, adjusted to UN totals"),
}
"""Whether people are only where there are houses, and whether they add up to the United Nations' figures."""

NOTES: Final = {
    "kontur-population": mark(
        "The year is that of the release. Releases were made in different ways: their difference is not growth."
    ),
    "hrsl": mark("Versions were made in different ways: their difference is not growth."),
}
"""What must be said of a product's years."""

BOX: Final = mark("Of {file} only the country's box was read.")
OWN_CELLS: Final = mark("Its cells are of resolution {resolution}.")
FILES: Final = mark("the {files} files of {year}")
OUTSIDE: Final = {
    "people": mark(
        "{outside} of {read} people in {what} lie outside the country of the {places} boundaries and are left out."
    ),
    "built": mark(
        "{outside} of {read} m² of built-up land in {what} lie outside the country of the {places} boundaries and are "
        "left out."
    ),
}
"""By the kind of grid."""

LACKS: Final = mark("{year} lacks {tiles}: what lies there counts as 0 in that year.")
LACKS_FILE: Final = mark("{year} lacks a file: what lies there counts as 0 in that year.")

SAID: Final = (
    WORLDPOP,
    WORLDPOP_RELEASE,
    GHSL,
    KONTUR,
    META,
    GHS_POP,
    GHS_BUILT,
    WORLDPOP_RELEASE_TITLE,
    WORLDPOP_TITLE,
    KONTUR_TITLE,
    HRSL_TITLE,
    *METHODS.values(),
    *NOTES.values(),
    BOX,
    OWN_CELLS,
    FILES,
    *OUTSIDE.values(),
    LACKS_FILE,
    LACKS,
)
"""Every template, the narrower of two that would fit first."""
