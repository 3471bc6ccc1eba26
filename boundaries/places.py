"""Load a boundary set: the bundled one, or one that was installed."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boundaries._errors import UnknownPlaceError
from boundaries.tables import read_table
from boundaries.view import group_names, join_places, unit_pairs

if TYPE_CHECKING:
    import geopandas

BUNDLED = "bundled"

#: From the smallest to the largest; each level is merged from the one before it, so they nest by
#: construction.
LEVELS = ("district", "division", "province", "country")

COLUMNS = ["code", "name", "name_ur", "parent", "level", "geometry"]


def data_folder(data_dir: str | Path | None = None) -> Path:
    """
    Find the folder for installed data.

    Parameters
    ----------
    data_dir
        The folder; by default the environment's ``RAWAAN_DATA_DIR``, else the user's data folder of the
        system.
    """
    if data_dir is not None:
        return Path(data_dir)
    if os.environ.get("RAWAAN_DATA_DIR"):
        return Path(os.environ["RAWAAN_DATA_DIR"])
    import platformdirs

    return Path(platformdirs.user_data_dir("rawaan"))


def set_folder(name: str, data_dir: str | Path | None = None) -> Path:
    """Where an installed set lives: its polygons, ``set.json`` and the ``published`` browser files."""
    return data_folder(data_dir) / "boundaries" / name


def installed_sets(data_dir: str | Path | None = None) -> list[dict[str, Any]]:
    """
    List the installed sets, the most recent first.

    Parameters
    ----------
    data_dir
        See `data_folder`.

    Returns
    -------
    list of dict
        The content of each set's ``set.json``: set, title, vintage, licence, source, sha256, installed
        (UTC), … Empty when nothing is installed or the folder does not exist.
    """
    folder = data_folder(data_dir) / "boundaries"
    found = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*/set.json")]
    return sorted(found, key=lambda info: (str(info["installed"]), str(info["set"])), reverse=True)


def load_places(
    set: str = BUNDLED,  # noqa: A002 (the public name fixed by the design)
    *,
    level: str = "district",
    data_dir: str | Path | None = None,
) -> geopandas.GeoDataFrame:
    """
    Load the places of a boundary set.

    Parameters
    ----------
    set
        "bundled", or the name of an installed set ("codab", "osm", …).
    level
        district, division, province or country; "view" for the units the censuses and this set agree on;
        "tehsil" where the installed file has them. Larger levels are merged from the districts.
    data_dir
        Where installed sets are; see `data_folder`.

    Returns
    -------
    GeoDataFrame
        code, name, name_ur, parent, level, geometry in EPSG:4326, sorted by code. ``parent`` is the code one
        level up ("" at the top; the province for view units). A valid coverage: places share their edges.

    Raises
    ------
    UnknownPlaceError
        When there is no such set or it has no such level.
    """
    districts = _read_level(set, "district", data_dir)
    if level == "district":
        return districts
    if level == "view":
        return merge_view(districts, set_pairs(set, data_dir))
    if level in LEVELS:
        merged = districts
        for step in LEVELS[1 : LEVELS.index(level) + 1]:
            merged = merge_level(merged, step)
        return merged
    return _read_level(set, level, data_dir)


def _read_level(name: str, level: str, data_dir: str | Path | None) -> geopandas.GeoDataFrame:
    import geopandas

    if name == BUNDLED:
        if level != "district":
            raise UnknownPlaceError(f"the bundled set has no level {level!r}; it has {', '.join(LEVELS)} and view")
        return _read_bundled()
    folder = set_folder(name, data_dir)
    if not (folder / "set.json").exists():
        known = [BUNDLED, *(str(info["set"]) for info in installed_sets(data_dir))]
        raise UnknownPlaceError(f"no boundary set {name!r}; there are {', '.join(known)} in {data_folder(data_dir)}")
    path = folder / f"{level}.parquet"
    if not path.exists():
        raise UnknownPlaceError(f"the set {name!r} has no level {level!r}")
    return geopandas.read_parquet(path)


def _read_bundled() -> geopandas.GeoDataFrame:
    import shapely

    from boundaries.bundle import BUNDLED_FILE

    features = json.loads(BUNDLED_FILE.read_text(encoding="utf-8"))["features"]
    codes = [feature["properties"]["code"] for feature in features]
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    return frame_places(codes, shapes, "district")


def frame_places(codes: Sequence[str], shapes: Sequence[Any], level: str) -> geopandas.GeoDataFrame:
    """
    Put codes and polygons (EPSG:4326) into the columns of `load_places`, sorted by code.

    Names and parents come from ``places.csv``.

    Raises
    ------
    UnknownPlaceError
        When a code is not a place of that level.
    """
    known = {row["code"]: row for row in read_table("places.csv") if row["level"] == level}
    unknown = sorted(set(codes) - set(known))
    if unknown:
        raise UnknownPlaceError(f"not a {level}: {', '.join(unknown)}")
    return _frame([{**known[code], "geometry": shape} for code, shape in zip(codes, shapes, strict=True)])


def set_members(name: str, data_dir: str | Path | None = None) -> list[dict[str, str]]:
    """
    Tell which view unit each district of a set belongs to.

    Parameters
    ----------
    name, data_dir
        As in `load_places`.

    Returns
    -------
    list of dict
        ``place``, ``unit`` (its comparable unit; "" when it has none or parts of several), ``units`` (all of them,
        separated by spaces) and ``view_unit``.
    """
    return members_of(set_pairs(name, data_dir))


def set_pairs(name: str, data_dir: str | Path | None = None) -> list[tuple[str, str]]:
    """Give ``(district, unit)`` for every unit each district of a set has a part of ("" for none)."""
    if name == BUNDLED:
        return unit_pairs({row["code"] for row in read_table("sets/bundled.csv")}, set=BUNDLED)
    info = json.loads((set_folder(name, data_dir) / "set.json").read_text(encoding="utf-8"))
    return [(place, unit) for place, unit in info["units"]]


def members_of(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Turn ``(district, unit)`` pairs into rows of place, unit, units and view_unit (see `set_members`)."""
    view = join_places(pairs)
    units: dict[str, list[str]] = {}
    for place, unit in pairs:
        units.setdefault(place, []).append(unit)
    return [
        {
            "place": place,
            "unit": units[place][0] if len(units[place]) == 1 else "",
            "units": " ".join(sorted(unit for unit in units[place] if unit)),
            "view_unit": view[place],
        }
        for place in view
    ]


def merge_level(children: geopandas.GeoDataFrame, level: str) -> geopandas.GeoDataFrame:
    """Merge places into their parents, one level up; ``parent`` says which."""
    from boundaries.topology import merge_children

    merged = merge_children(children.geometry.array, list(children["parent"]))
    return frame_places(list(merged), list(merged.values()), level)


def merge_view(districts: geopandas.GeoDataFrame, pairs: Sequence[tuple[str, str]]) -> geopandas.GeoDataFrame:
    """Merge districts into the view units that their ``(district, unit)`` pairs make."""
    from boundaries.topology import merge_children

    view = join_places(pairs)
    names = group_names(view, pairs)
    merged = merge_children(districts.geometry.array, [view[code] for code in districts["code"]])
    return _frame(
        [
            dict(zip(("name", "name_ur", "parent"), names[code], strict=True))
            | {"code": code, "level": "view", "geometry": shape}
            for code, shape in merged.items()
        ]
    )


def _frame(rows: Sequence[dict[str, Any]]) -> geopandas.GeoDataFrame:
    import geopandas

    ordered = sorted(rows, key=lambda row: str(row["code"]))
    return geopandas.GeoDataFrame(ordered, columns=COLUMNS, geometry="geometry", crs="EPSG:4326")
