"""The traces of a picture are drawn as they are on screen."""

from __future__ import annotations

import re

import h3
import numpy as np
import pytest

from layers.atlas import Atlas
from layers.cell_layer import pack_cells
from layers.paper.canvas import Canvas
from layers.paper.look import PAPER
from layers.paper.map import draw_map_body
from layers.paper.parts import screen_for
from layers.paper.space import Space
from layers.paper.text import Style, lay_line
from layers.paper.traces import draw_discs, draw_names, fade_in, find_colours, outline_cells, unpack_cells
from layers.picture import Picture
from layers.place_layer import step_scale
from layers.projection import on_paper
from layers.view import View
from tests.layers.tiny_world import make_census

SPACE = Space(0.0, 0.0, 400.0, 300.0, 71.0, 29.0, 6.0, 1.0)
STEPS = {"zmin": -0.5, "zmax": 2.5, "colorscale": step_scale(["#a", "#b", "#c"])}


def draw(atlas: Atlas, view: View) -> tuple[Canvas, Picture, Space]:
    with on_paper():
        picture = atlas.draw(view, screen_for(400.0, 300.0, 1.0))
        space = Space.of(picture.frame, view, (0.0, 0.0, 400.0, 300.0), 1.0)
        canvas = Canvas()
        draw_map_body(canvas, picture, atlas.cube.manifest, space, PAPER)
    return canvas, picture, space


def fills(canvas: Canvas) -> list[str]:
    return [found for part in canvas.parts for found in re.findall(r'<path d="[^"]+" fill="(#\w+)"', part)]


def test_a_class_has_exactly_its_colour() -> None:
    assert find_colours({**STEPS, "z": [0, 1, 2]}) == ["#a", "#b", "#c"]
    two = {"zmin": 0, "zmax": 1, "colorscale": [[0, "in"], [0.5, "in"], [0.5, "out"], [1, "out"]]}
    assert find_colours({**two, "z": [0, 1]}) == ["in", "out"]


def test_every_arrow_and_every_place_is_there_in_its_colour(drawn: Atlas) -> None:
    """Three arrows lead to the city's neighbours; six places have the colours that the legend explains."""
    canvas, picture, _ = draw(drawn, View(place="city"))
    flows = picture.traces[picture.flow_trace or 0]
    arrows = [part for part in canvas.parts if f'stroke="{PAPER.coming_line}"' in part]
    assert len(arrows) == len(flows["locations"]) == 2
    places = next(trace for trace in picture.traces if trace["name"] == "places")
    assert [colour for colour in find_colours(places) if colour not in fills(canvas)] == []


def test_modelled_arrows_are_pale_with_an_outline_and_counted_ones_filled_without(drawn: Atlas) -> None:
    modelled, _, _ = draw(drawn, View(place="city"))
    counted, _, _ = draw(drawn, View(place="city", data="counted"))
    assert PAPER.coming_pale in fills(modelled)
    assert PAPER.coming not in fills(modelled)
    assert PAPER.coming in fills(counted)
    assert not any(f'stroke="{PAPER.coming_line}"' in part for part in counted.parts)


def test_the_disputed_line_is_dashed_and_no_other(drawn: Atlas) -> None:
    """Three widths and 2.4 widths of a line of 1.5 pixels."""
    canvas, _, _ = draw(drawn, View(question="balance", place="city"))
    assert [part for part in canvas.parts if "dasharray" in part and 'stroke-dasharray="4.50 3.60"' not in part] == []
    assert sum("dasharray" in part for part in canvas.parts) == 1


def test_lines_lie_above_places_and_arrows_above_lines(drawn: Atlas) -> None:
    canvas, _, _ = draw(drawn, View(place="city"))
    kinds = {"place": PAPER.subject, "line": "dasharray", "arrow": PAPER.coming_line, "name": "<text"}
    at = {name: [row for row, part in enumerate(canvas.parts) if sign in part] for name, sign in kinds.items()}
    assert max(at["place"]) < min(at["line"]) <= max(at["line"]) < min(at["arrow"])
    assert max(at["arrow"]) < min(at["name"])


def test_an_arrow_ends_where_the_layout_says(drawn: Atlas) -> None:
    """The first point of the path is the first point of the polygon, projected: nothing is laid out a second time."""
    canvas, picture, space = draw(drawn, View(place="city"))
    trace = picture.traces[picture.flow_trace or 0]
    path = next(part for part in canvas.parts if f'stroke="{PAPER.coming_line}"' in part)
    first = [float(value) for value in re.findall(r"M([\d.]+) ([\d.]+)", path)[0]]
    ring = trace["geojson"]["features"][0]["geometry"]["coordinates"][0]
    with on_paper():
        assert first == pytest.approx(space.project(ring[0]).tolist(), abs=0.006)


def test_cells_are_read_as_they_were_packed() -> None:
    layer = make_census().layer
    assert unpack_cells(pack_cells(layer)).tolist() == layer.cells.tolist()


def test_neighbouring_cells_become_one_area_without_losing_any() -> None:
    """A ring of six cells round a seventh that is missing: one area with one hole."""
    middle = h3.latlng_to_cell(30.0, 70.0, 7)
    ring = [cell for cell in h3.grid_disk(middle, 1) if cell != middle]
    (area,) = outline_cells(np.array([h3.str_to_int(cell) for cell in ring], dtype=np.uint64))
    assert len(area.interiors) == 1
    wanted = sum(h3.cell_area(cell, unit="rads^2") for cell in ring)
    scale = np.cos(np.radians(30.0)) * np.radians(1.0) ** 2
    assert area.area * scale == pytest.approx(wanted, rel=0.01)


def test_cells_core_and_belt_are_drawn(drawn: Atlas) -> None:
    canvas, picture, space = draw(drawn, View(question="spill", place="a"))
    trace = next(trace for trace in picture.traces if trace["name"] == "cells")
    cells = unpack_cells(trace["meta"]["cells"]).tolist()
    with on_paper():
        inside = [
            space.holds(*space.project(h3.cell_to_latlng(h3.int_to_str(cell))[::-1]).tolist()) for cell in cells
        ]
    seen = [colour for colour, shown in zip(find_colours(trace), inside, strict=True) if shown]
    assert len(seen) >= 3
    assert [colour for colour in seen if colour not in fills(canvas)] == []
    lines = [part for part in canvas.parts if "<path" in part and 'fill="none"' in part and PAPER.ink in part]
    widths = dict.fromkeys(re.findall(r'stroke-width="([\d.]+)"', part)[0] for part in lines)
    assert list(widths) == ["2.20", "1.10"]


@pytest.mark.parametrize(("zoom", "opacity"), [(4.0, 0.0), (4.6, 0.0), (5.1, 0.5), (5.6, 1.0), (9.0, 1.0)])
def test_cells_fade_in_between_two_zooms(drawn: Atlas, zoom: float, opacity: float) -> None:
    with on_paper():
        picture = drawn.draw(View(question="spill", place="a"), screen_for(400.0, 300.0, 1.0))
    assert fade_in(picture, zoom) == pytest.approx(opacity)


def test_a_disc_over_the_edge_is_cut_and_one_outside_is_not_drawn() -> None:
    with on_paper():
        west, _ = SPACE.lonlat(2.0, 150.0)
        away, lat = SPACE.lonlat(-50.0, 150.0)
        trace = {"lon": [71.0, west, away], "lat": [29.0, lat, lat], "marker": {"size": 20, "color": "#123456"}}
        canvas = Canvas()
        draw_discs(canvas, trace, SPACE)
    assert [part.split()[0] for part in canvas.parts] == ["<circle", "<path"]


def name_at(x: float, y: float, text: str) -> dict:
    lon, lat = SPACE.lonlat(x, y)
    return {
        "lon": [lon],
        "lat": [lat],
        "text": [text],
        "textposition": "middle right",
        "textfont": {"size": 10, "weight": 600, "color": "#000"},
        "marker": {"size": 0.0},
    }


def test_a_name_stands_beside_its_point_and_is_dropped_whole_where_there_is_no_room() -> None:
    """Half an em beside the point; a second name on it is left out, and so is one that runs over the edge."""
    canvas = Canvas()
    with on_paper():
        taken: list = []
        for trace in (name_at(200, 150, "Kasur"), name_at(203, 152, "Okara"), name_at(390, 60, "Sahiwal")):
            draw_names(canvas, trace, SPACE, halo="#fff", taken=taken)
    (box,) = taken
    assert [found.text for found in canvas.boxes] == ["Kasur"]
    assert box.x == pytest.approx(205.0, abs=0.01)
    assert box.width == pytest.approx(lay_line("Kasur", Style(10.0, "#000", 600)).width, abs=1.0)


def test_the_page_draws_the_same_names_that_the_layout_placed(drawn: Atlas) -> None:
    canvas, picture, _ = draw(drawn, View(place="city"))
    placed = {text for trace in picture.traces for text in trace.get("text", ())}
    written = {box.text.replace(" ", "\u00a0") for box in canvas.boxes if box.part == "map"}
    assert "The\u00a0City" in written
    assert written <= placed


def test_the_layout_is_made_for_paper(drawn: Atlas) -> None:
    """In Web Mercator the same picture is framed otherwise."""
    _, picture, _ = draw(drawn, View(place="city"))
    screen = drawn.draw(View(place="city"), screen_for(400.0, 300.0, 1.0))
    assert picture.frame.zoom != screen.frame.zoom
