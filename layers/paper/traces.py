"""The traces of a picture, as the screen's program would draw them: polygons, cells, discs and names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import h3
import numpy as np
import shapely
from numpy.typing import NDArray

from layers.paper.canvas import Canvas, TextBox
from layers.paper.space import Space, project_shapes, read_published, write_shapes
from layers.paper.text import Style, is_urdu, lay_line
from layers.picture import GEO, Picture

OUTLINES: Final = {"core": 2.2, "belt": 1.1}
"""CSS pixels of the lines round the cells of a zone, as in assets/cells.js."""

SEAM: Final = 0.35
"""CSS pixels of its own colour round a class of cells, lest the paper shine through between two classes."""

GAP: Final = 1.5
"""CSS pixels between two names, and between a name and the map's edge."""


def find_colours(trace: dict[str, Any]) -> list[str]:
    """
    Look up the colour of each shape of a trace.

    Parameters
    ----------
    trace
        With `z`, its limits and a colour scale of steps.

    Returns
    -------
    colours
        One a location.
    """
    stops = np.array([stop for stop, _ in trace["colorscale"]])
    share = (np.asarray(trace["z"], dtype=np.float64) - trace["zmin"]) / (trace["zmax"] - trace["zmin"])
    steps = np.clip(np.searchsorted(stops, share, side="right") - 1, 0, len(stops) - 1)
    return [trace["colorscale"][step][1] for step in steps.tolist()]


def spread(value: Any, count: int) -> list[Any]:
    """Give every shape its own value of an attribute that may be one for all."""
    return list(value) if isinstance(value, (list, tuple, np.ndarray)) else [value] * count


def draw_polygons(canvas: Canvas, trace: dict[str, Any], space: Space, folder: Path) -> None:
    """
    Draw a `choroplethmap` whose geometry it has itself, or names among the published files.

    Parameters
    ----------
    canvas, trace, space, folder
        Where to, what, which map, folder of the published files.
    """
    flat, ids = _find_shapes(trace["geojson"], folder)
    rows = {key: row for row, key in enumerate(ids)}
    wanted = [(place, rows[key]) for place, key in enumerate(trace["locations"]) if key in rows]
    placed: Sequence[Any] = list(space.spread(flat[[row for _, row in wanted]])) if wanted else []
    count, marker = len(trace["locations"]), trace["marker"]
    colours, line = find_colours(trace), marker.get("line", {})
    widths, edges = spread(line.get("width", 0), count), spread(line.get("color", "none"), count)
    opacities = spread(marker.get("opacity", 1), count)
    for (place, _), shape in zip(wanted, placed, strict=True):
        width = widths[place] * space.scale
        draw_area(canvas, shape, space, colours[place], (edges[place], width) if width else None, opacities[place])


def draw_area(
    canvas: Canvas,
    shape: Any,
    space: Space,
    fill: str,
    edge: tuple[str, float] | None = None,
    opacity: float = 1.0,
) -> None:
    """
    Draw one placed shape, cut at the map's edge, along which its outline does not run.

    Parameters
    ----------
    canvas, shape, space
        Where to, what, which map.
    fill
        Colour, or "none".
    edge
        Colour and width of the outline, CSS pixels.
    opacity
        Of both.
    """
    area = write_shapes(space.clip(np.atleast_1d(shape)), areas=True)
    if not area:
        return
    faint = f' fill-opacity="{opacity:g}"' if opacity != 1 else ""
    inside = space.contains(shape)
    line = ""
    if edge is not None:
        line = f' stroke="{edge[0]}" stroke-width="{edge[1]:.2f}" stroke-linejoin="round"'
        line += f' stroke-opacity="{opacity:g}"' if opacity != 1 else ""
    if fill != "none" or inside:
        canvas.add(f'<path d="{area}" fill="{fill}" fill-rule="evenodd"{faint}{line if inside else ""}/>')
    if line and not inside:
        data = write_shapes(space.clip(np.atleast_1d(shapely.boundary(shape))), areas=False)
        if data:
            canvas.add(f'<path d="{data}" fill="none"{line}/>')


def _find_shapes(geojson: Any, folder: Path) -> tuple[Any, Sequence[str]]:
    if isinstance(geojson, str):
        ids, _, flat = read_published(folder, geojson.removeprefix(GEO))
        return flat, ids
    features = geojson["features"]
    shapes = np.array([_read_shape(feature["geometry"]) for feature in features], dtype=object)
    return (project_shapes(shapes) if len(shapes) else shapes), [feature["id"] for feature in features]


def _read_shape(geometry: dict[str, Any]) -> Any:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    polygons = [shapely.Polygon(ring, holes) for ring, *holes in parts]
    return polygons[0] if geometry["type"] == "Polygon" else shapely.multipolygons(polygons)


def unpack_cells(packed: dict[str, Any]) -> NDArray[np.uint64]:
    """
    Read the ids of cells as `cell_layer.pack_cells` writes them.

    Parameters
    ----------
    packed
        "resolution" and "steps".

    Returns
    -------
    cells
        H3 ids, rising.
    """
    resolution = int(packed["resolution"])
    shift = np.uint64(45 - 3 * resolution)
    numbers = np.cumsum(np.asarray(packed["steps"], dtype=np.uint64), dtype=np.uint64)
    mode = np.uint64(1 << 59 | resolution << 52)
    ids: NDArray[np.uint64] = mode | (numbers << shift) | ((np.uint64(1) << shift) - np.uint64(1))
    return ids


def outline_cells(cells: NDArray[np.uint64]) -> Any:
    """
    Join cells to areas.

    Parameters
    ----------
    cells
        H3 ids of one resolution.

    Returns
    -------
    shapes
        Polygons in degrees, without the lines between neighbours.
    """
    joined = h3.cells_to_h3shape([h3.int_to_str(int(cell)) for cell in cells.tolist()])
    polygons = joined if isinstance(joined, h3.LatLngMultiPoly) else [joined]
    return np.array(
        [
            shapely.Polygon(np.array(polygon.outer)[:, ::-1], [np.array(hole)[:, ::-1] for hole in polygon.holes])
            for polygon in polygons
            if len(polygon.outer)
        ],
        dtype=object,
    )


def draw_cells(
    canvas: Canvas, trace: dict[str, Any], cells: NDArray[np.uint64], space: Space, *, opacity: float, ink: str
) -> None:
    """
    Draw cells class by class, and round the core and the belt a line.

    Parameters
    ----------
    canvas, trace, cells, space
        Where to, what, the cells' ids, which map.
    opacity
        How far they have faded in over the districts.
    ink
        Colour of the lines.
    """
    if not opacity or not len(cells):
        return
    colours = np.array(find_colours(trace))
    canvas.add(f'<g opacity="{opacity:.2f}">' if opacity < 1 else "<g>")
    for colour in dict.fromkeys(colours.tolist()):
        _draw_joined(canvas, cells[colours == colour], space, colour, (colour, SEAM))
    for zone, positions in trace["meta"]["outlines"].items():
        if positions:
            _draw_joined(canvas, cells[positions], space, "none", (ink, OUTLINES[zone] * space.scale))
    canvas.add("</g>")


def _draw_joined(
    canvas: Canvas, cells: NDArray[np.uint64], space: Space, fill: str, edge: tuple[str, float]
) -> None:
    joined = shapely.multipolygons(list(outline_cells(cells)))
    draw_area(canvas, space.spread(project_shapes(joined))[0], space, fill, edge)


def draw_discs(canvas: Canvas, trace: dict[str, Any], space: Space) -> None:
    """
    Draw the discs of a `scattermap` trace.

    Parameters
    ----------
    canvas, trace, space
        Where to, what, which map.
    """
    marker, count = trace["marker"], len(trace["lon"])
    if not count:
        return
    spots = space.project(np.stack([trace["lon"], trace["lat"]], axis=-1)).tolist()
    sizes, colours = spread(marker["size"], count), spread(marker.get("color", "none"), count)
    opacities = spread(marker.get("opacity", 1), count)
    for (x, y), size, colour, opacity in zip(spots, sizes, colours, opacities, strict=True):
        radius = size / 2 * space.scale
        if space.holds(x - radius, y - radius) and space.holds(x + radius, y + radius):
            more = f' fill-opacity="{opacity:g}"' if opacity != 1 else ""
            canvas.circle(x, y, radius, colour, more=more)
        else:
            draw_area(canvas, shapely.Point(x, y).buffer(radius), space, colour, opacity=opacity)


def draw_names(
    canvas: Canvas, trace: dict[str, Any], space: Space, *, halo: str, taken: list[TextBox], part: str = "map"
) -> None:
    """
    Write the names of a `scattermap` trace, each where it was placed.

    Parameters
    ----------
    canvas, trace, space
        Where to, what, which map.
    halo
        Colour round the letters.
    taken
        Boxes that names keep clear of; those written are added. A name for which there is no room, since it is wider
        than was reckoned or runs over the map's edge, is left out whole: its dot stays.
    part
        What the names belong to.
    """
    font, marker = trace["textfont"], trace["marker"]
    style = Style(font["size"] * space.scale, font["color"], _weigh(font["weight"]))
    vertical, side = trace["textposition"].split()
    away = {name: (base + marker["size"] / 100) * style.size for name, base in (("beside", 0.5), ("above", 0.9))}
    spots = space.project(np.stack([trace["lon"], trace["lat"]], axis=-1)).tolist()
    for text, (x, y) in zip(trace["text"], spots, strict=True):
        text = text.replace("\N{NO-BREAK SPACE}", " ")
        line = lay_line(text, style, leftward=is_urdu(text))
        left = x + {"right": away["beside"], "left": -away["beside"] - line.width, "center": -line.width / 2}[side]
        middle = y + {"middle": 0.0, "top": -away["above"], "bottom": away["above"]}[vertical]
        baseline = middle + ((line.rise - line.fall) / 2 if is_urdu(text) else 0.36 * style.size)
        first, last = line.span
        box = TextBox(text, left + first, baseline - line.rise, last - first, line.rise + line.fall, part)
        if (
            space.holds(box.x - GAP, box.y - GAP)
            and space.holds(box.x + box.width + GAP, box.y + box.height + GAP)
            and not any(box.overlaps(other, gap=GAP) for other in taken)
        ):
            taken.append(canvas.line(text, left, baseline, style, part=part, anchor="left", halo=halo))


def _weigh(weight: int) -> int:
    return min((400, 500, 600, 700), key=lambda known: abs(known - weight))


def fade_in(picture: Picture, zoom: float) -> float:
    """
    Find how far cells have faded in at a zoom.

    Parameters
    ----------
    picture, zoom
        Its cells say between which zooms they do.

    Returns
    -------
    opacity
        From 0 to 1.
    """
    if picture.cells is None:
        return 1.0
    far, near = picture.cells.fade
    return float(np.clip((zoom - far) / (near - far), 0.0, 1.0))
