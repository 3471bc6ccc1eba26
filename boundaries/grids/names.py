"""What a grid's file name says: its maker, its year, its release, its tile."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from boundaries._errors import GridError
from boundaries.grids import words

__all__ = ["READ", "GridInfo", "parse_grid_name"]

READ: Final = (
    "WorldPop (pak_ppp_2020.tif, pak_pop_2025_CN_100m_R2025A_v1.tif), GHS-POP and GHS-BUILT-S "
    "(GHS_POP_E2020_GLOBE_R2023A_54009_100_V1_0_R6_C26.tif), Kontur (kontur_population_PK_20231101.gpkg), "
    "Meta HRSL (pak_general_2020.csv or .tif, population_pak_2018-10-01.tif)"
)
"""The grids that are read, each with an example of its name; for messages and help."""

CC_BY: Final = "CC BY 4.0"

GHSL_LAST_OBSERVED: Final = 2020
"""Of releases R2022A and R2023A; their epochs 2025 and 2030 are projections (GHSL Data Package 2023)."""


@dataclass(frozen=True)
class GridInfo:
    """
    What a grid is, as far as its name and its metadata tell.

    Attributes
    ----------
    product
        A short key that tells apart what must not be mixed: "ghs-pop-r2023a", "worldpop-ppp-unadj",
        "worldpop-r2025a-cn", "kontur-population", "hrsl".
    kind
        "people" (persons a pixel or cell) or "built" (square metres of built-up land a pixel).
    epoch
        The year the figures are for; for Kontur, the year of the release. 0 where the name does not say.
    release
        The producer's name of the edition; "" where there is none.
    crs
        "EPSG:4326", "ESRI:54009" or "H3".
    resolution
        The producer's word for it: "100", "1000" (metres), "3ss", "30ss" (seconds of arc), "8" (of H3).
        "" where only the file tells.
    tile
        The country (ISO code) or block the file covers, upper case; "" for the whole world.
    projected
        The producer projected this epoch; nobody observed it.
    licence, source, title
        Terms, producer, and one line for a legend.
    """

    product: str
    kind: str
    epoch: int
    release: str
    crs: str
    resolution: str
    tile: str
    projected: bool
    licence: str
    source: str
    title: str


def parse_grid_name(name: str) -> GridInfo | None:
    """
    Read a producer's file name.

    Parameters
    ----------
    name
        With or without folder and suffix; case does not matter.

    Returns
    -------
    info
        None when the name is of none of the grids that are read.

    Raises
    ------
    GridError
        The name is of a known producer, but of something other than people or built-up land in sums: a density, one
        sex or age group, building volumes, settlement classes, an old release.
    """
    stem = re.sub(r"(\.(tiff?|gpkg|csv|gz|zip))+$", "", name.replace("\\", "/").rpartition("/")[2], flags=re.IGNORECASE)
    stem = re.sub(r"[_-](csv|geotiff|tif)$", "", stem, flags=re.IGNORECASE)
    for pattern, why in _OTHER:
        if re.match(pattern, stem, flags=re.IGNORECASE):
            raise GridError(f"{name} is {why}")
    for pattern, build in _KNOWN:
        if found := re.fullmatch(pattern, stem, flags=re.IGNORECASE):
            return build({key: value or "" for key, value in found.groupdict().items()})
    return None


def _ghsl(part: dict[str, str]) -> GridInfo:
    built = part["what"].upper() == "BUILT_S"
    release, epoch = part["release"].upper(), int(part["epoch"])
    old = release in {"R2022A", "R2023A"}
    projected = epoch > (GHSL_LAST_OBSERVED if old else int(release[1:5]))
    return GridInfo(
        product=f"ghs-{'built-s' if built else 'pop'}-{release.lower()}",
        kind="built" if built else "people",
        epoch=epoch,
        release=release,
        crs="ESRI:54009" if part["crs"] == "54009" else "EPSG:4326",
        resolution=part["resolution"].lower(),
        tile=part["tile"].upper(),
        projected=projected,
        licence=CC_BY,
        source=words.GHSL.format(release=release),
        title=(words.GHS_BUILT if built else words.GHS_POP).format(release=release),
    )


def _worldpop(part: dict[str, str]) -> GridInfo:
    """Read the names of Global 2000–2020: pak_ppp_2020, with 1km_Aggregated, UNadj and constrained where they apply."""
    marks = {word for word in part["words"].lower().split("_") if word}
    adjusted, constrained = bool(marks & {"unadj", "adj"}), "constrained" in marks
    told = words.METHODS[constrained, adjusted]
    return GridInfo(
        product="worldpop-ppp" + "-unadj" * adjusted + "-constrained" * constrained,
        kind="people",
        epoch=int(part["epoch"]),
        release="Global 2000–2020",
        crs="EPSG:4326",
        resolution="30ss" if "1km" in marks or not part["iso"] else "3ss",
        tile=part["iso"].upper(),
        projected=False,
        licence=CC_BY,
        source=words.WORLDPOP,
        title=words.WORLDPOP_TITLE.format(method=told),
    )


def _worldpop_second(part: dict[str, str]) -> GridInfo:
    """Read the names of Global 2015–2030: pak_pop_2025_CN_100m_R2025A_v1 (CN constrained, UC not, UA UN-adjusted)."""
    release, method, epoch = part["release"].upper(), part["method"].lower(), int(part["epoch"])
    tile = part["iso"].upper()
    told = words.METHODS[method == "cn", bool(part["adjusted"])]
    return GridInfo(
        product=f"worldpop-{release.lower()}-{method}" + "-unadj" * bool(part["adjusted"]),
        kind="people",
        epoch=epoch,
        release=release,
        crs="EPSG:4326",
        resolution="30ss" if part["resolution"].lower() == "1km" else "3ss",
        tile="" if tile == "GLOBAL" else tile,
        projected=epoch > int(release[1:5]),
        licence=CC_BY,
        source=words.WORLDPOP_RELEASE.format(release=release),
        title=words.WORLDPOP_RELEASE_TITLE.format(method=told, release=release),
    )


def _kontur(part: dict[str, str]) -> GridInfo:
    date = part["date"]
    return GridInfo(
        product="kontur-population",
        kind="people",
        epoch=int(date[:4] or 0),
        release=date,
        crs="H3",
        resolution=part["resolution"].lower().removeprefix("r"),
        tile=part["iso"].upper(),
        projected=False,
        licence=CC_BY,
        source=words.KONTUR,
        title=words.KONTUR_TITLE,
    )


def _hrsl(part: dict[str, str]) -> GridInfo:
    date = part.get("date", "")
    return GridInfo(
        product="hrsl",
        kind="people",
        epoch=int(date[:4] or part.get("epoch", "") or 0),
        release=date,
        crs="EPSG:4326",
        resolution="1ss",
        tile=part["tile"].upper(),
        projected=False,
        licence=CC_BY,
        source=words.META,
        title=words.HRSL_TITLE,
    )


_KNOWN: Final[tuple[tuple[str, Callable[[dict[str, str]], GridInfo]], ...]] = (
    (
        r"GHS_(?P<what>POP|BUILT_S)_E(?P<epoch>\d{4})_GLOBE_(?P<release>R\d{4}[A-Z])_(?P<crs>54009|4326)"
        r"_(?P<resolution>\d+(ss)?)_V\d+_\d+(_(?P<tile>R\d+_C\d+|\d+_\d+))?",
        _ghsl,
    ),
    (
        r"((?P<iso>[a-z]{3})_)?ppp(_v\d+[a-z]?)?_(?P<epoch>\d{4})"
        r"(?P<words>(_(1km|Aggregated|UNadj|adj|constrained))*)",
        _worldpop,
    ),
    (
        r"(?P<iso>[a-z]{3}|global)_pop_(?P<epoch>\d{4})_(?P<method>CN|UC)_(?P<resolution>100m|1km)"
        r"_(?P<release>R\d{4}[A-Z])(?P<adjusted>_UA)?_v\d+(_\d+)?",
        _worldpop_second,
    ),
    (
        r"kontur_population(_(?P<iso>[a-z]{2}))?(_(?P<date>\d{4}(\d{4})?))?(_(?P<resolution>r\d+))?",
        _kontur,
    ),
    (r"(?P<tile>[a-z]{3})_general_(?P<epoch>\d{4})", _hrsl),
    (r"hrsl_(?P<tile>[a-z]{3})(_(pop|population|general))?(_(?P<epoch>\d{4}))?(_v[\d.]+)?", _hrsl),
    (r"population_(?P<tile>[a-z]{3}|[a-z]{2}\d+)_(?P<date>\d{4}-\d{2}-\d{2})", _hrsl),
)

_PART: Final = "one group of people (age or sex), not all of them; fetch the file of the whole population"
_OTHER: Final = (
    (r"GHS_BUILT_S_NRES_", "the non-residential part of GHS-BUILT-S; fetch GHS_BUILT_S_E…, which is all of it"),
    (r"GHS_(SMOD|DUC|BUILT_C|LAND)_", "a GHSL product of classes or land shares, not people or built-up surface"),
    (r"GHS_BUILT_[VH]_", "a GHSL product of building volumes or heights, not of built-up surface"),
    (
        r"GHS_(?!(POP|BUILT_S)_E\d{4}_GLOBE_R)",
        "a GHSL product that is not read here; those of R2019A and later called GHS_POP_E… and GHS_BUILT_S_E… are",
    ),
    (r"([a-z]{3}_)?pd_\d{4}", "WorldPop's people per km², which cannot be added up; fetch the counts, called …_ppp_…"),
    (r"([a-z]{3}|global)_[fmt]_(\d+|[fmt])_\d{4}|([a-z]{3}_)?(ppp|pop)_[fm]_", _PART),
    (r"([a-z]{3}|population_.*)_(children|women|men|youth|elderly|female|male)", _PART),
)
