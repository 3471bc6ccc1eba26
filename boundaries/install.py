"""Put another boundary set in place: read, repair, match, clean, publish, and only then switch over."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
import shutil
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boundaries._errors import InstallError
from boundaries.download import fetch_file, file_sha256
from boundaries.features import read_districts, read_line_of_control, read_tehsils
from boundaries.matching import make_slug
from boundaries.places import BUNDLED, data_folder, load_places, members_of, merge_level, merge_view, set_folder
from boundaries.publish import INSTALLED_URL, SetInfo, publish_places
from boundaries.publishers import PUBLISHERS, Publisher, find_resource, info_for
from boundaries.recognise import recognise_layers
from boundaries.tables import read_table
from boundaries.view import join_places, missing_units, unit_pairs

if TYPE_CHECKING:
    import geopandas

__all__ = ["InstallReport", "fetch_set", "install_file", "publish_installed"]

#: Missing places named in an error; of more there is only the number.
MOST_LISTED = 5

#: The publisher's own Line of Control, kept beside the set.
LINE_FILE = "line_of_control.geojson"

#: What the installation found; it goes into ``set.json`` and the manifest.
RECORD = ("file", "sha256", "installed", "counts", "guessed", "unmatched", "merged", "skipped", "repaired")


@dataclass(frozen=True)
class InstallReport:
    """
    What an installation did, feature by feature where something was not plain.

    Attributes
    ----------
    set, folder
        Name of the set and where it is.
    counts
        Places per level ("district", "tehsil", "view").
    guessed
        ``(name in the file, code)`` of names matched by spelling: worth a look.
    unmatched
        ``(name in the file, code given, nearest known name)`` of places kept on the map without figures.
    merged
        ``(code, features)`` of places that came in several features.
    skipped
        Names of features that have no area.
    repaired
        Names of places whose rings were broken and had to be mended.
    gaps, overlaps
        Holes and overlapping pairs found before cleaning.
    """

    set: str
    folder: Path
    counts: dict[str, int]
    guessed: tuple[tuple[str, str], ...] = ()
    unmatched: tuple[tuple[str, str, str], ...] = ()
    merged: tuple[tuple[str, int], ...] = ()
    skipped: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    gaps: int = 0
    overlaps: int = 0

    def __str__(self) -> str:
        """Say it in plain lines."""
        lines = [f"installed {self.set!r} in {self.folder}"]
        lines.append(", ".join(f"{count} {level} places" for level, count in self.counts.items()))
        lines += [f"matched by spelling, please check: {name} -> {code}" for name, code in self.guessed]
        lines += [
            f"unknown name, drawn without figures: {name} (as {code}); nearest known: {near or 'none'}"
            for name, code, near in self.unmatched
        ]
        lines += [f"{count} features joined to one place: {code}" for code, count in self.merged]
        lines += [f"no area in the file, not drawn: {name}" for name in self.skipped]
        lines += [f"broken rings mended: {name}" for name in self.repaired]
        if self.gaps or self.overlaps:
            lines.append(f"closed or assigned before publishing: {self.gaps} gaps, {self.overlaps} overlaps")
        return "\n".join(lines)


def fetch_set(name: str, folder: Path, *, url: str | None = None, publisher: Publisher | None = None) -> Path:
    """
    Download a known set from its publisher.

    Parameters
    ----------
    name
        "codab" or "osm".
    folder
        Where the file goes; a broken download is resumed there.
    url
        Another address of the file, taken as it is (no hash is known for it).
    publisher
        Stands in for the known publisher of that name.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    DownloadError
        When it cannot be had or is not the expected file.
    InstallError
        When the name is not known.
    """
    known = publisher or PUBLISHERS.get(name)
    if known is None:
        raise InstallError(f"no publisher known for {name!r}; there are {', '.join(PUBLISHERS)}")
    if url is not None:
        return fetch_file(url, folder / (url.partition("?")[0].rpartition("/")[2] or known.file))
    address, file = find_resource(known)
    return fetch_file(address, folder / file, sha256=known.sha256)


def install_file(
    path: Path,
    *,
    name: str | None = None,
    layer: str | None = None,
    words: Mapping[str, str | None] | None = None,
    data_dir: str | Path | None = None,
) -> InstallReport:
    """
    Install a vector file of Pakistan's districts (and tehsils, if it has them) as a boundary set.

    Parameters
    ----------
    path
        Anything GDAL reads: GeoPackage, GeoJSON, TopoJSON, shapefile, File Geodatabase, also zipped.
    name
        Name of the set; by default from the file's name.
    layer
        The layer to use; by default the layers with districts and tehsils are recognised.
    words
        ``title``, ``vintage``, ``licence``, ``source``: what to say of the set; by default the known
        publisher's words for a set of that name, else "not stated".
    data_dir
        See `places.data_folder`.

    Returns
    -------
    InstallReport
        What was matched, mended and left without figures.

    Raises
    ------
    InstallError
        When the file holds no districts that can be recognised, lacks a coordinate reference system, lies
        elsewhere, has more than a fifth of its names unknown, or has no place for one of the comparable units
        of the censuses. Whatever is raised, the set that was there before stays in place.
    GeometryError
        When the polygons cannot be made a coverage.
    """
    import shapely

    set_name = name or make_slug(path.name.partition(".")[0])
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", set_name) or set_name == BUNDLED:
        raise InstallError(f"a set cannot be called {set_name!r}: use lower-case letters, digits and hyphens")
    info = info_for(set_name, words or {})
    layers = recognise_layers(path, layer=layer)
    districts, found = read_districts(layers[0])
    pairs = unit_pairs(districts["code"], set=set_name)
    _require_every_unit(path, pairs, found)
    levels = {"district": districts}
    if layers[-1].level == "tehsil":
        levels["tehsil"] = read_tehsils(layers[-1], districts)
    counts = {level: len(places) for level, places in levels.items()} | {"view": len(set(join_places(pairs).values()))}
    record = {
        "file": path.name,
        "sha256": file_sha256(path),
        "layers": {item.level: item.name for item in layers},
        "installed": datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds"),
        "counts": counts,
        **found,
    }
    folder = set_folder(set_name, data_dir)
    staging = data_folder(data_dir) / "boundaries" / f".{set_name}-{uuid.uuid4().hex[:8]}"
    try:
        staging.mkdir(parents=True)
        for level, places in levels.items():
            places.to_parquet(staging / f"{level}.parquet")
        content = {**dataclasses.asdict(info), **record, "units": pairs}
        line = read_line_of_control(path)
        if line is not None:
            (staging / LINE_FILE).write_text(shapely.to_geojson(line), encoding="utf-8")
        (staging / "set.json").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        _publish(levels, content, staging / "published", line)
        _switch(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return InstallReport(set_name, folder, counts, **found)


def publish_installed(name: str, data_dir: str | Path | None = None) -> Path:
    """
    Write an installed set's browser files anew, from what was stored when it was installed.

    Parameters
    ----------
    name, data_dir
        As in `places.load_places`.

    Returns
    -------
    Path
        The folder of the files.

    Raises
    ------
    UnknownPlaceError
        When there is no such set.
    """
    import shapely

    districts = load_places(name, data_dir=data_dir)
    folder = set_folder(name, data_dir)
    content = json.loads((folder / "set.json").read_text(encoding="utf-8"))
    levels = {"district": districts}
    if (folder / "tehsil.parquet").exists():
        levels["tehsil"] = load_places(name, level="tehsil", data_dir=data_dir)
    line = folder / LINE_FILE
    shape = shapely.from_geojson(line.read_text(encoding="utf-8")) if line.exists() else None
    _publish(levels, content, folder / "published", shape)
    return folder / "published"


def _publish(levels: Mapping[str, geopandas.GeoDataFrame], content: Mapping[str, Any], folder: Path, line: Any) -> None:
    districts = levels["district"]
    pairs = [(place, unit) for place, unit in content["units"]]
    division = merge_level(districts, "division")
    publish_places(
        {
            **levels,
            "view": merge_view(districts, pairs),
            "division": division,
            "province": merge_level(division, "province"),
        },
        members_of(pairs),
        SetInfo(**{field.name: content[field.name] for field in dataclasses.fields(SetInfo)}),
        folder,
        url=f"{INSTALLED_URL}/{content['set']}",
        line_of_control=line,
        extra={key: content[key] for key in RECORD},
    )


def _require_every_unit(path: Path, pairs: Sequence[tuple[str, str]], found: Mapping[str, Any]) -> None:
    """Refuse a set that draws only part of the country: figures without a place could not be shown."""
    missing = list(missing_units(pairs).values())
    if not missing:
        return
    hints = {
        "not drawn for want of an area": found["skipped"],
        "of unknown name": [name for name, _, _ in found["unmatched"]],
    }
    told = [f"{', '.join(names[:MOST_LISTED])} {why}" for why, names in hints.items() if names]
    raise InstallError(
        f"{path} has no place for {len(missing)} of the {len(read_table('units.csv'))} census units: "
        f"{', '.join(missing[:MOST_LISTED])}{', …' if len(missing) > MOST_LISTED else ''}"
        f"{' (in the file, ' + ' and '.join(told) + ')' if told else ''}; "
        "a boundary set has to show the whole country, so install a file with every district"
    )


def _switch(staging: Path, folder: Path) -> None:
    """Put the finished set in place of the old one; on failure the old one comes back."""
    aside = staging.with_name(staging.name + "-old")
    if folder.exists():
        folder.rename(aside)
    try:
        staging.rename(folder)
    except OSError:
        if aside.exists():
            aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)
