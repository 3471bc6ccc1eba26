"""The question "Where do cities spill over?", whole: cells round a place. The world is drawn in tiny_world.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import orjson
import pytest

from layers import View, ViewError
from layers.cell_grid import join_grid
from layers.cell_window import FADE
from layers.cube import Cube
from layers.fringe import choose_epoch, draw_fringe, frame_city, list_epochs, part_screen
from layers.grids import Grids
from layers.palette import LIGHT
from layers.picture import Picture, pack_picture
from layers.projection import distance_km, km_per_pixel
from layers.region import REACH
from layers.screen import WIDE, Screen
from tests.layers.read_cells import read_columns
from tests.layers.read_page import say
from tests.layers.tiny_world import make_census, make_grids, make_layer

PLAIN = {0, 1}
"""Steps of the colour scale for places that are not counted and for those without a colour."""

FAR = Screen(zoom=FADE[0] + 0.1)
"""Cells and districts show at once."""

CENSUS = make_census()
PEOPLE = join_grid(make_layer("people", (2020, 2025)), CENSUS)
BUILT = join_grid(make_layer("built", (2000, 2020, 2030)), CENSUS)
PHONE = Screen(360, 560)
PAIR = {"form": "pair", "shade": "density"}


@pytest.fixture(scope="module")
def full() -> Grids:
    return make_grids(people=PEOPLE, built=BUILT)


def draw(cube: Cube, grids: Grids, screen: Screen | None = None, **choices: Any) -> Picture:
    return draw_fringe(cube, grids, View(question="spill", **{"place": "a", **choices}), screen or Screen())


def find_trace(picture: Picture, name: str, subplot: str | None = None) -> dict[str, Any]:
    (trace,) = (one for one in picture.traces if one["name"] == name and one.get("subplot") == subplot)
    return trace


def find_words(picture: Picture) -> set[str]:
    """Names written on the map."""
    return {text for trace in picture.traces for text in trace.get("text", ())}


def test_cells_lie_above_the_districts_and_below_the_names(cube: Cube, grids: Grids) -> None:
    names = [trace["name"] for trace in draw(cube, grids).traces]
    assert names[:2] == ["places", "cells"]
    assert names[-1] == "names"
    assert len(find_trace(draw(cube, grids), "cells")["z"]) > 0


def test_districts_and_cells_have_one_measure_and_one_legend(cube: Cube, grids: Grids) -> None:
    picture = draw(cube, grids, FAR, shade="density")
    assert find_trace(picture, "places")["colorscale"][-1] == find_trace(picture, "cells")["colorscale"][-1]
    assert picture.legend.title == "People per km², 2023"
    assert picture.legend.limits == ("50", "300", "1.5k", "5k", "15k")
    # 3,000 people of a on the land of its three cells
    land = CENSUS.layer.areas[CENSUS.unit == 0].sum()
    assert f"{3000 / land:.0f} people per km²<br>derived" in find_trace(picture, "places")["hovertext"][0]


def test_where_the_measure_is_a_kind_districts_have_no_colour(cube: Cube, grids: Grids) -> None:
    picture = draw(cube, grids, shade="class")
    assert set(find_trace(picture, "places")["z"]) == PLAIN
    assert picture.legend.title == ""
    assert picture.legend.colours == ()
    # the classes say it: no outlines beside them
    assert find_trace(picture, "cells")["meta"]["outlines"] == {}
    assert "urban centre: the core" not in [key.text for key in picture.legend.keys]


def test_core_and_belt_are_outlined_and_the_legend_says_so(cube: Cube, grids: Grids) -> None:
    picture = draw(cube, grids)
    assert {zone: len(cells) for zone, cells in find_trace(picture, "cells")["meta"]["outlines"].items()} == {
        "core": 1,
        "belt": 2,  # b's town lies inside the window
    }
    core, belt = (key for key in picture.legend.keys if key.style == "hexagon")
    assert (core.text, belt.text) == ("urban centre: the core", "towns and suburbs: the belt")
    assert core.width > belt.width


def test_land_has_no_core_to_outline(cube: Cube, full: Grids) -> None:
    picture = draw(cube, full, shade="built")
    assert find_trace(picture, "cells")["meta"]["outlines"] == {}
    assert [key for key in picture.legend.keys if key.style == "hexagon"] == []


def test_net_gain_is_beyond_the_growth_of_the_country(cube: Cube, grids: Grids) -> None:
    """A grew from 2,500 to 3,000 where the country grew from 11,500 to 13,500."""
    hover = find_trace(draw(cube, grids, FAR, shade="net"), "places")["hovertext"][0]
    land = CENSUS.layer.areas[CENSUS.unit == 0].sum()
    gain = (3000 - 2500 * 13_500 / 11_500) / land / (CENSUS.times[1] - CENSUS.times[0])
    assert f"+{gain:.1f} people per km² a year, net" in hover


@pytest.mark.parametrize("shade", ["growth", "density", "net"])
def test_from_near_districts_do_not_show_between_the_cells(cube: Cube, grids: Grids, shade: str) -> None:
    assert set(find_trace(draw(cube, grids, shade=shade), "places")["z"]) == PLAIN
    assert max(find_trace(draw(cube, grids, FAR, shade=shade), "places")["z"]) > max(PLAIN)


@pytest.mark.parametrize("zoom", [5.0, 9.0])
def test_a_demonstration_never_colours_a_district(cube: Cube, grids: Grids, zoom: float) -> None:
    picture = draw(cube, grids, Screen(zoom=zoom), shade="built", grid="demonstration")
    assert set(find_trace(picture, "places")["z"]) == PLAIN


@pytest.mark.parametrize("screen", [Screen(), Screen(1920, 1000), PHONE])
@pytest.mark.parametrize("place", ["a", "city"])
def test_every_city_is_framed_at_the_same_scale_on_the_ground(cube: Cube, place: str, screen: Screen) -> None:
    lon, lat = cube.flow_units.nodes[cube.flow_units.index(place)]
    frame = frame_city((lon, lat), screen)
    west, south, east, north = frame.bounds
    assert distance_km([west, lat], [lon, lat]) == pytest.approx(REACH, rel=0.005)
    assert distance_km([lon, north], [lon, lat]) == pytest.approx(REACH, rel=0.005)
    # all of it is on the screen
    assert 2 * REACH / km_per_pixel(lat, frame.zoom) <= min(screen.width, screen.height)


def test_from_afar_there_are_districts_alone(cube: Cube, grids: Grids) -> None:
    picture = draw(cube, grids, Screen(zoom=FADE[0] - 0.1))
    assert find_trace(picture, "cells")["z"] == []
    assert len(find_trace(picture, "places")["z"]) == 6
    assert picture.legend.sentence.startswith("No H3 cells are drawn here")


def test_a_map_that_was_moved_has_other_cells(cube: Cube, grids: Grids) -> None:
    moved = draw(cube, grids, Screen(zoom=9.0, centre=(72.0, 28.0)))
    assert moved.cells is not None
    west, south, east, north = moved.cells.bounds
    assert west < 72.0 < east
    assert south < 28.0 < north
    assert "Old City" in find_trace(moved, "cells")["meta"]["names"]
    # the finding is still that of the place asked for
    assert "A Town" in moved.finding.headline


def test_before_and_after_are_two_maps_of_the_same_cells(cube: Cube, grids: Grids) -> None:
    picture = draw(cube, grids, **PAIR)
    before, after = find_trace(picture, "cells"), find_trace(picture, "cells", "map2")
    assert picture.captions == ("2017", "2023")
    assert len(before["z"]) == len(after["z"]) > 0
    # colours are those of one legend
    assert before["colorscale"] == after["colorscale"]
    assert picture.legend.title == "People per km², 2023"
    # ids are sent once
    assert ("cells" in before["meta"], "cells" in after["meta"]) == (True, False)
    half = len(picture.traces) // 2
    assert [trace["name"] for trace in picture.traces[:half]] == [trace["name"] for trace in picture.traces[half:]]


def test_each_half_tells_its_own_people(cube: Cube, grids: Grids) -> None:
    picture = draw(cube, grids, **PAIR)
    beside = None
    for subplot, people in ((None, [1000, 500, 1000]), ("map2", [1200, 800, 1000])):
        told = read_columns(find_trace(picture, "cells", subplot)["customdata"], beside)[1]
        assert set(people) <= set(told)
        beside = told


@pytest.mark.parametrize("shade", ["growth", "net"])
def test_change_is_one_map(cube: Cube, grids: Grids, shade: str) -> None:
    picture = draw(cube, grids, form="pair", shade=shade)
    assert picture.captions == ()
    assert not any("subplot" in trace for trace in picture.traces)


@pytest.mark.parametrize(("screen", "across"), [(Screen(1400, 800), True), (Screen(WIDE - 1, 800), False)])
def test_two_maps_lie_side_by_side_or_one_above_the_other(
    cube: Cube, grids: Grids, screen: Screen, across: bool
) -> None:
    view = View(question="spill", place="a", **PAIR)
    layout = pack_picture(draw_fringe(cube, grids, view, screen), cube, view, screen, choices=())["figure"]["layout"]
    first, second = layout["map"]["domain"], layout["map2"]["domain"]
    assert (first["y"] == second["y"]) == across
    assert (first["x"] == second["x"]) != across
    assert layout["map"]["center"] == layout["map2"]["center"]
    assert layout["map"]["zoom"] == layout["map2"]["zoom"]
    part = part_screen(screen)
    assert part.width < screen.width if across else part.height < screen.height


@pytest.mark.parametrize(
    ("choices", "epochs", "year"),
    [
        # change runs to an epoch from the one before: the first has none
        ({"shade": "growth"}, (2023,), 2023),
        ({"shade": "growth", "year": 2017}, (2023,), 2023),
        ({"shade": "density", "grid": "census"}, (2017, 2023), 2023),
        ({"shade": "density", "grid": "census", "year": 2017}, (2017, 2023), 2017),
        ({"shade": "density", "grid": "census", "year": 2020}, (2017, 2023), 2017),
        # the newest that was observed; what a producer projected is shown to who asks for it
        ({"shade": "density"}, (2020, 2025), 2020),
        ({"shade": "built"}, (2000, 2020, 2030), 2020),
        ({"shade": "built", "year": 2030}, (2000, 2020, 2030), 2030),
        ({"shade": "built", "year": 2020}, (2000, 2020, 2030), 2020),
        ({"shade": "built", "year": 1990}, (2000, 2020, 2030), 2000),
        ({"shade": "built", "year": 2000, "form": "pair"}, (2020, 2030), 2020),
    ],
)
def test_the_slider_has_the_epochs_there_are(
    cube: Cube, full: Grids, choices: dict[str, Any], epochs: tuple[int, ...], year: int
) -> None:
    picture = draw(cube, full, **choices)
    assert picture.cells is not None
    assert (picture.cells.epochs, picture.cells.year) == (epochs, year)
    view = View(question="spill", place="a", **choices)
    grid = full.choose(view)
    assert list_epochs(grid, view) == epochs
    assert grid.layer.epochs[choose_epoch(grid, view)] == year


def test_a_projected_epoch_says_so_in_title_and_caption(cube: Cube, full: Grids) -> None:
    late = {"shade": "built", "year": 2030}
    assert draw(cube, full, **late).legend.title == "Built-up land, % of the cell, 2030, projected"
    assert draw(cube, full, **late, form="pair").captions == ("2000", "2030, projected")


def test_without_built_up_land_it_says_what_to_do(cube: Cube, grids: Grids) -> None:
    with pytest.raises(ViewError, match="needs a grid of built-up land: load one with python -m boundaries grid FILE"):
        draw(cube, grids, shade="built")


def test_a_demonstration_says_so_in_legend_hover_and_panel(cube: Cube, grids: Grids) -> None:
    picture = draw(cube, grids, shade="built", grid="demonstration")
    assert "DEMONSTRATION" in picture.legend.sentence
    assert find_trace(picture, "cells")["hovertemplate"].endswith("DEMONSTRATION, not real<extra></extra>")
    # on the map itself too, and so on every saved picture of it
    assert "DEMONSTRATION" in find_words(picture)
    assert "DEMONSTRATION" not in find_words(draw(cube, grids))
    assert "DEMONSTRATION" in picture.credit
    assert say(picture.details[-1]).startswith("DEMONSTRATION, not real")


def test_the_picture_names_its_sources(cube: Cube, grids: Grids, full: Grids) -> None:
    assert draw(cube, grids).credit == (
        "People, spread by hand (The pencil). Boundaries: drawn by hand. No border is disputed here."
    )
    assert draw(cube, full, shade="density").credit.startswith("People, from a file (The Office of Pencils). ")


def test_any_place_with_figures_can_be_asked(cube: Cube, grids: Grids) -> None:
    for place in cube.flow_units.codes:
        assert draw(cube, grids, place=place).finding.headline
    with pytest.raises(ViewError):
        draw(cube, grids, place="hills")


def test_a_grid_of_one_town_is_no_fault(cube: Cube) -> None:
    """Districts without cells have no value and no colour."""
    tile = join_grid(make_layer("people", (2020,), places=("a",)), CENSUS)
    picture = draw(cube, make_grids(people=tile), FAR, shade="density")
    places = find_trace(picture, "places")
    assert [z > max(PLAIN) for z in places["z"]] == [True, False, False, False, False, False]
    assert "nan" not in str(places["hovertext"])


@pytest.mark.parametrize("shade", ["growth", "class", "density", "net", "built"])
@pytest.mark.parametrize("form", ["map", "pair"])
def test_what_is_sent_is_plain_and_says_no_missing_number(cube: Cube, full: Grids, shade: str, form: str) -> None:
    picture = draw(cube, full, shade=shade, form=form)
    body = orjson.dumps(picture.traces).decode()
    assert "null" not in body
    assert "nan" not in body.lower().replace("nankana", "")


def test_a_grid_without_people_is_drawn_as_empty(cube: Cube) -> None:
    nobody = replace(CENSUS, layer=replace(CENSUS.layer, values=np.zeros((2, 10)), _kept={}), _kept={})
    picture = draw(cube, replace(make_grids(), census=nobody), shade="growth")
    assert set(find_trace(picture, "cells")["z"]) == {0}
    assert picture.finding.headline == "Nobody is counted round A Town"


def test_the_ink_of_the_outline_is_that_of_the_theme(cube: Cube, grids: Grids) -> None:
    keys = draw(cube, grids).legend.keys
    assert {key.line for key in keys if key.style == "hexagon"} == {LIGHT.ink}
