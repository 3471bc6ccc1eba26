"""All layers as KML: a folder a layer, drawn as on the screen, every row with its columns as ExtendedData."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from boundaries.language import tr
from layers.files.frames import find_drawn
from layers.files.geojson import identify_rows, round_shapes
from layers.files.steps import split_rows

if TYPE_CHECKING:
    from layers.files.content import Content, Layer, Look

NAMESPACE: Final = "http://www.opengis.net/kml/2.2"

NAMED: Final = ("name", "tehsil_name", "code", "cell")
"""Columns of which the first that a layer has names its placemarks; a flow is named by both its ends."""


def write_kml(content: Content, path: Path) -> None:
    """
    Write every layer that has shapes.

    Parameters
    ----------
    content, path
        What there is, and where it goes.

    Raises
    ------
    ExportError
        No layer has shapes.
    """
    layers = find_drawn(content)
    about = content.about
    with path.open("w", encoding="utf-8") as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{NAMESPACE}">\n<Document>\n')
        file.write(f"<name>{escape(about.title)}</name>\n")
        told = "\n".join(f"{name}: {text}" for name, text in about.items()[1:])
        file.write(f"<description>{escape(told)}</description>\n")
        for layer in layers:
            for look in layer.style.looks if layer.style else ():
                file.write(_write_style(f"{layer.name}{look.value}", look, point=layer.kind == "point"))
        file.write(f"<ExtendedData>\n{_write_data(dict(about.items()))}</ExtendedData>\n")
        for layer in layers:
            file.write(f"<Folder>\n<name>{escape(layer.title)}</name>\n")
            file.writelines(_write_layer(layer))
            file.write("</Folder>\n")
        file.write("</Document>\n</kml>\n")


def _write_style(name: str, look: Look, *, point: bool) -> str:
    icon = f"<IconStyle><color>{write_colour(look.fill, look.opacity)}</color><scale>0.5</scale></IconStyle>"
    line = write_colour(look.line or look.fill, look.opacity)
    return (
        f"<Style id={quoteattr(name)}>{icon if point else ''}"
        f"<LineStyle><color>{line}</color><width>{max(look.width, 0.1):g}</width></LineStyle>"
        f"<PolyStyle><color>{write_colour(look.fill, look.opacity)}</color><fill>{int(bool(look.fill))}</fill>"
        f"<outline>{int(bool(look.line))}</outline></PolyStyle></Style>\n"
    )


def write_colour(colour: str, opacity: float) -> str:
    """
    Write a colour as KML has it.

    Parameters
    ----------
    colour
        CSS, such as "#cf4f33"; "" for none.
    opacity
        0 to 1.

    Returns
    -------
    colour
        Opacity, blue, green, red, each two hexadecimal digits.
    """
    if not colour:
        return "00ffffff"
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{round(255 * opacity):02x}{blue}{green}{red}"


def _write_layer(layer: Layer) -> Iterator[str]:
    table, shapes, ids = layer.table, round_shapes(layer.geometry), identify_rows(layer)
    column = layer.style.column if layer.style else ""
    named = next((name for name in NAMED if name in table), "")
    for rows in split_rows(len(table), tr("Writing {layer}").format(layer=layer.name)):
        for key, shape, record in zip(ids[rows], shapes[rows], table.iloc[rows].to_dict("records"), strict=True):
            name = record[named] if named else f"{record['origin_name']} → {record['destination_name']}"
            look = record[column] if column else 0
            yield (
                f"<Placemark id={quoteattr(f'{layer.name}.{key}'.replace('>', '.'))}><name>{escape(str(name))}</name>"
                f"<styleUrl>#{layer.name}{look}</styleUrl>\n<ExtendedData>\n{_write_data(record)}</ExtendedData>\n"
                f"{_write_shape(shape)}</Placemark>\n"
            )


def _write_data(record: dict[Any, Any]) -> str:
    """Write values; what is withheld or unknown is left out."""
    return "".join(
        f"<Data name={quoteattr(str(name))}><value>{escape(str(value))}</value></Data>\n"
        for name, value in record.items()
        if value == value and value != ""
    )


def _write_shape(shape: Any) -> str:
    if shape.geom_type == "Point":
        return f"<Point>{_write_places(shape)}</Point>"
    if shape.geom_type == "LineString":
        return f"<LineString><tessellate>1</tessellate>{_write_places(shape)}</LineString>"
    if shape.geom_type == "Polygon":
        holes = "".join(
            f"<innerBoundaryIs><LinearRing>{_write_places(ring)}</LinearRing></innerBoundaryIs>"
            for ring in shape.interiors
        )
        outer = f"<outerBoundaryIs><LinearRing>{_write_places(shape.exterior)}</LinearRing></outerBoundaryIs>"
        return f"<Polygon>{outer}{holes}</Polygon>"
    return f"<MultiGeometry>{''.join(_write_shape(part) for part in shape.geoms)}</MultiGeometry>"


def _write_places(shape: Any) -> str:
    import shapely

    places = " ".join(f"{lon!r},{lat!r}" for lon, lat in shapely.get_coordinates(shape).tolist())
    return f"<coordinates>{places}</coordinates>"
