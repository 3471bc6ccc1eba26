"""From numbers to pictures: the view, the map layers, the legend, the panel; files and briefings of a view."""

from __future__ import annotations

from pathlib import Path

from layers._errors import ExportError, LayerError, ViewError
from layers.view import PRESETS, View

__all__ = ["PRESETS", "ExportError", "LayerError", "View", "ViewError", "brief", "export"]


def export(
    view: View,
    path: str | Path,
    *,
    scope: str = "view",
    format: str | None = None,  # noqa: A002 (the word readers look for)
    layer: str = "",
    data_dir: Path | None = None,
) -> Path:
    """
    Write a view as a file for GIS or as a table.

    Parameters
    ----------
    view
        What to write.
    path
        Of the file; its suffix says the format, such as ".gpkg", ".geojson", ".parquet", ".csv" or ".xlsx".
    scope
        "view": what the page shows; "all": everything behind it.
    format
        Name of the format where the suffix does not say it, see `layers.files.formats.FORMATS`.
    layer
        Of formats that hold one: which; "" for the main one.
    data_dir
        Folder of installed boundary sets; None: the user's own.

    Returns
    -------
    path
        Of the file. Coordinates are longitude and latitude (EPSG:4326), people are persons; what the file is, where
        its numbers come from and how sure they are stands inside it.

    Raises
    ------
    ExportError
        The format is not known or the file cannot be written; nothing is left behind.
    ViewError
        The view names a place that has no figures.
    """
    from layers.atlas import load_atlas
    from layers.files.export import export_view

    return export_view(load_atlas(data_dir), view, path, scope=scope, format=format, layer=layer)


def brief(view: View, path: str | Path, *, data_dir: Path | None = None) -> Path:
    """
    Write a briefing on the subject of a view.

    Parameters
    ----------
    view
        Its place, question, period, language and figures are used.
    path
        Of the file: ".pdf" for pages, ".pptx" for a deck.
    data_dir
        Folder of installed boundary sets; None: the user's own.

    Returns
    -------
    path
        Of the file.

    Raises
    ------
    LayerError
        The format is not known, or the file cannot be written; nothing is left behind.
    ViewError
        The view names a place that has no figures.
    """
    from layers.atlas import load_atlas
    from layers.briefing.write import write_brief

    write_brief(load_atlas(data_dir), view, Path(path))
    return Path(path)
