"""
Every format a view can be taken away in: its name, its suffix, what it holds, and who writes it.

A format that holds one layer takes the main one unless another is asked for. Of the flows of a place, of a month and of
a what-if that is the flows as lines, since a GIS reads numbers from them and `arrows` are their picture; of gains and
losses the places; of the city fringe the cells; of the documented corridors the corridors as lines.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from boundaries.language import mark, tr
from layers._errors import ExportError

if TYPE_CHECKING:
    from layers.files.content import Content


@dataclass(frozen=True, slots=True)
class Format:
    """
    A format.

    Attributes
    ----------
    name
        By which it is chosen, such as "geopackage".
    title
        What a reader is told it is, in English; `tr` it.
    suffix
        Of its files. The longest that fits a file's name decides, and of equal ones the first in `FORMATS`.
    media
        Media type, for the browser.
    group
        "map" (shapes), "table" or "raster".
    holds
        "all" layers; "one" of them; or "flows" or "cells" alone.
    writer
        Module of this package and function in it, joined by a dot. It is imported when it is needed: most formats
        bring a library with them.
    """

    name: str
    title: str
    suffix: str
    media: str
    group: str
    holds: str
    writer: str

    def write(self, content: Content, path: Path, *, layer: str = "") -> None:
        """
        Write a file.

        Parameters
        ----------
        content, path
            What there is, and where it goes; see `whole.write_whole` for writing all of it or nothing.
        layer
            The layer to hold, or of a format that holds all the only one; "" for the main one, or all.

        Raises
        ------
        ExportError
            There is no such layer, or the format cannot hold it.
        OSError
            The file cannot be written.
        """
        if not path.name.lower().endswith(self.suffix):
            # GDAL knows by the suffix what to write, and makes a folder where there is none.
            named = path.with_name(path.name + self.suffix)
            self.write(content, named, layer=layer)
            named.replace(path)
            return
        module, _, function = self.writer.partition(".")
        write: Any = getattr(import_module(f"layers.files.{module}"), function)
        if self.holds == "one":
            write(content, path, layer=layer)
        elif layer and self.holds == "all":
            write(replace(content, layers=(content.layer(layer),)), path)
        elif layer and layer != self.holds:
            words = tr("{format} holds {holds} alone; leave the layer out")
            raise ExportError(words.format(format=tr(self.title), holds=self.holds))
        else:
            write(content, path)


ZIP: Final = "application/zip"
CSV: Final = "text/csv"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS: Final[dict[str, Format]] = {
    one.name: one
    for one in (
        # name, title, suffix, media type, group, holds, writer
        Format(
            "geopackage",
            mark("GeoPackage, for QGIS: every layer, styled"),
            ".gpkg",
            "application/geopackage+sqlite3",
            "map",
            "all",
            "geopackage.write_geopackage",
        ),
        Format(
            "geojson", mark("GeoJSON"), ".geojson", "application/geo+json", "map", "one", "geojson.write_geojson"
        ),
        Format(
            "geoparquet",
            mark("GeoParquet"),
            ".parquet",
            "application/vnd.apache.parquet",
            "map",
            "one",
            "geoparquet.write_geoparquet",
        ),
        Format(
            "flatgeobuf",
            mark("FlatGeobuf"),
            ".fgb",
            "application/flatgeobuf",
            "map",
            "one",
            "flatgeobuf.write_flatgeobuf",
        ),
        Format("shapefile", mark("Shapefiles, zipped"), ".zip", ZIP, "map", "all", "shapefile.write_shapefile"),
        Format("kml", mark("KML"), ".kml", "application/vnd.google-earth.kml+xml", "map", "all", "kml.write_kml"),
        Format("csv", mark("CSV"), ".csv", CSV, "table", "one", "csv_table.write_csv"),
        Format("xlsx", mark("Excel workbook"), ".xlsx", XLSX, "table", "all", "workbook.write_xlsx"),
        Format("hxl", mark("CSV with HXL hashtags"), ".hxl.csv", CSV, "table", "one", "hxl.write_hxl"),
        Format(
            "csvs",
            mark("Every layer as CSV, zipped"),
            ".csv.zip",
            ZIP,
            "table",
            "all",
            "table_package.write_package",
        ),
        Format(
            "matrix",
            mark("Matrix of origins and destinations, CSV"),
            ".matrix.csv",
            CSV,
            "table",
            "flows",
            "od_matrix.write_matrix_csv",
        ),
        Format(
            "matrix-xlsx",
            mark("Matrix of origins and destinations, Excel"),
            ".matrix.xlsx",
            XLSX,
            "table",
            "flows",
            "od_matrix.write_matrix_xlsx",
        ),
        Format(
            "flowmapblue",
            mark("Tables for FlowmapBlue, zipped"),
            ".flowmap.zip",
            ZIP,
            "table",
            "flows",
            "flowmapblue.write_flowmapblue",
        ),
        Format("kepler", mark("CSV for kepler.gl"), ".kepler.csv", CSV, "table", "one", "kepler.write_kepler"),
        Format(
            "geotiff",
            mark("Cloud-Optimised GeoTIFF of the cells"),
            ".tif",
            "image/tiff; application=geotiff; profile=cloud-optimized",
            "raster",
            "cells",
            "raster.write_geotiff",
        ),
    )
}


def find_format(path: Path, name: str | None = None) -> Format:
    """
    Find the format of a file.

    Parameters
    ----------
    path
        Of the file.
    name
        Of the format; None: by the suffix.

    Returns
    -------
    format
        The one asked for, or the one whose suffix fits best.

    Raises
    ------
    ExportError
        There is no such format.
    """
    if name is not None:
        if name in FORMATS:
            return FORMATS[name]
        words = tr("{name} is not a format; choose one of {names}")
        raise ExportError(words.format(name=name, names=", ".join(FORMATS)))
    fitting = [one for one in FORMATS.values() if path.name.lower().endswith(one.suffix)]
    if not fitting:
        words = tr("{path} has no suffix of a known format; end it in one of {suffixes}, or name the format")
        raise ExportError(words.format(path=path, suffixes=" ".join(one.suffix for one in FORMATS.values())))
    # max keeps the first of equals.
    return max(fitting, key=lambda one: len(one.suffix))
