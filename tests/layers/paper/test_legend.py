"""Legend, evidence, figures and bars on paper."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest
from dash import html

from layers.atlas import Atlas
from layers.bars import Bar, build_bars
from layers.evidence import Evidence, build_evidence
from layers.finding import Finding, KeyFigure
from layers.legend import Key, Legend
from layers.paper.bars import LEAST, Bars, Row, draw_bars, read_bars
from layers.paper.canvas import Canvas
from layers.paper.evidence import Card, draw_card, read_card
from layers.paper.legend import draw_legend
from layers.paper.look import A4, PAPER
from layers.paper.parts import draw_figures, write_picture_digits
from layers.picture import Picture
from layers.screen import Screen
from layers.view import View

KEYS = (
    Key("20,000 people a year", "#f6b9a6", "#b23f25", 9.0, "modelled"),
    Key("4,000 people a year", "#cf4f33", "#b23f25", 2.0, "counted"),
    Key("Summer", "#c2502e", "#c2502e", 2, "dashed"),
    Key("For study", "#3d7a4a", "#3d7a4a", 8, "circle"),
    Key("the core", "", "#1d2b33", 2.4, "hexagon"),
    Key("not published", "#fbfaf6"),
    Key("Pale with an outline: modelled.", "", style="words"),
)
LEGEND = Legend(
    title="Movers per 1,000 people a year",
    colours=("#eef2ee", "#cddfd9", "#98bdb5", "#79a8a0"),
    limits=("1", "2", "3"),
    ends=("loses", "gains"),
    keys=KEYS,
    sentence="Showing 40 of 104 flows",
    no_data="#e1dce5",
)


@pytest.fixture(scope="module")
def picture(drawn: Atlas) -> Picture:
    return drawn.draw(View(place="city"), Screen())


def test_the_legend_says_and_shows_everything() -> None:
    canvas = Canvas()
    bottom = draw_legend(canvas, LEGEND, 10.0, 20.0, 240.0, A4, scale=1.0)
    said = [box.text for box in canvas.boxes]
    assert said == [
        LEGEND.title,
        *LEGEND.limits,
        *LEGEND.ends,
        LEGEND.no_data_text,
        *(key.text for key in KEYS),
        LEGEND.sentence,
    ]
    drawing = "".join(canvas.parts)
    assert [colour for colour in (*LEGEND.colours, LEGEND.no_data, "#f6b9a6", "#cf4f33") if colour not in drawing] == []
    assert 'stroke-dasharray="6 4"' in drawing
    assert max(box.y + box.height for box in canvas.boxes) <= bottom


@pytest.mark.parametrize("width", [120.0, 200.0, 300.0])
@pytest.mark.parametrize("leftward", [False, True])
def test_nothing_in_the_legend_overlaps_or_leaves_its_column(width: float, leftward: bool) -> None:
    canvas = Canvas(leftward=leftward)
    draw_legend(canvas, LEGEND, 10.0, 20.0, width, A4, scale=1.0)
    assert [(a.text, b.text) for a, b in combinations(canvas.boxes, 2) if a.overlaps(b)] == []
    assert [box.text for box in canvas.boxes if box.x < 4 or box.x + box.width > 16 + width] == []


def test_a_measure_without_a_single_value_has_a_title_and_no_classes() -> None:
    canvas = Canvas()
    draw_legend(canvas, Legend(title="Movers to Multan, people"), 0.0, 0.0, 240.0, A4, scale=1.0)
    assert [box.text for box in canvas.boxes] == ["Movers to Multan, people"]


def test_limits_that_would_touch_are_left_out_but_their_classes_stay() -> None:
    canvas = Canvas()
    limits = ("−1,000", "−500", "0")
    draw_legend(canvas, replace(LEGEND, limits=limits), 0.0, 0.0, 60.0, A4, scale=1.0)
    assert [box.text for box in canvas.boxes if box.text in limits] != list(limits)
    assert [colour for colour in LEGEND.colours if colour not in "".join(canvas.parts)] == []


def test_the_arrows_of_the_legend_are_as_wide_as_those_of_the_map() -> None:
    """The legend draws its arrows in the screen's pixels and shrinks them as the map is."""
    canvas = Canvas()
    draw_legend(canvas, Legend(keys=KEYS[:1]), 0.0, 0.0, 240.0, A4, scale=0.8)
    assert "scale(0.8)" in "".join(canvas.parts)


def test_the_card_is_that_of_the_panel(picture: Picture, drawn: Atlas) -> None:
    card = read_card(picture, drawn.cube, View(place="city"))
    assert (card.grade, card.title) == ("modelled", "Modelled, 1998–2023")
    assert card.summary[0] == "Nobody counts moves between districts in Pakistan."
    assert all(sentence[-1] in ".!?" for sentence in (*card.summary, *card.warning))


def test_a_matrix_says_what_its_numbers_are(drawn: Atlas) -> None:
    view = View(place="city", form="matrix")
    card = read_card(drawn.draw(view, Screen()), drawn.cube, view)
    assert (card.grade, card.title) == ("modelled", "Modelled")


def test_the_first_sentences_stay_when_a_card_is_shortened() -> None:
    card = Card("modelled", "T", ("a.", "b.", "c."), ("d.", "e."))
    assert [card.shorten(count) for count in (9, 5, 4, 3, 2, 1, 0)] == [
        ("a. b. c.", "d. e."),
        ("a. b. c.", "d. e."),
        ("a. b.", "d. e."),
        ("a.", "d. e."),
        ("a.", "d."),
        ("a.", ""),
        ("", ""),
    ]


@pytest.mark.parametrize("grade", ["modelled", "scenario", "documented", "derived", "counted"])
def test_what_nobody_counted_is_dashed(grade: str) -> None:
    dashed = grade not in {"derived", "counted"}
    canvas = Canvas()
    draw_card(canvas, Card(grade, "Title", ("One.",), ()), 0.0, 0.0, 200.0, A4)
    assert ("stroke-dasharray" in canvas.parts[0], PAPER.note in canvas.parts[0]) == (dashed, dashed)


def test_a_warning_is_found_only_where_there_is_one(picture: Picture, drawn: Atlas) -> None:
    for beware, warning in (("Mind the gap.", ("Mind the gap.",)), ("", ())):
        section = build_evidence(Evidence("counted", "T", "S.", "the census", "lines", beware))
        assert read_card(replace(picture, details=[section]), drawn.cube, View()).warning == warning


def test_figures_shrink_to_their_column_and_say_how_sure_they_are() -> None:
    figures = tuple(KeyFigure("123,456,789,012", "people", "modelled") for _ in range(3))
    canvas = Canvas()
    draw_figures(canvas, Finding("", "", "", figures), 0.0, 0.0, 300.0, A4)
    numbers = [box for box in canvas.boxes if box.text == "123,456,789,012"]
    assert all(box.width <= (300 - 2 * 18) / 3 + 0.5 for box in numbers)
    assert [box.text for box in canvas.boxes].count("modelled") == 3
    assert [(a.text, b.text) for a, b in combinations(canvas.boxes, 2) if a.overlaps(b)] == []


BARS = [
    Bar(f"Place {size}", f"{size}k", size, size / 2, size * 2, "var(--gain-2)", "modelled") for size in (8, 4, 2, 1)
]


def make_panel(picture: Picture, bars: list[Bar]) -> Picture:
    heading = html.H2(["Where from", html.Span("people a year")])
    return replace(picture, details=[html.Section([heading, build_bars(bars, rest="Others", rest_value="9k")])])


def test_bars_are_those_of_the_panel(picture: Picture) -> None:
    """The longest range, 16, is the track's end: 8 reaches to its half, and its range from a quarter to all of it."""
    bars = read_bars(make_panel(picture, BARS))
    assert bars is not None
    assert (bars.title, bars.unit) == ("Where from", "people a year")
    assert [row.name for row in bars.rows] == ["Place 8", "Place 4", "Place 2", "Place 1"]
    first = bars.rows[0]
    assert (first.start, first.end, first.low, first.high) == pytest.approx((0.0, 0.5, 0.25, 1.0))
    assert (first.tone, first.modelled) == (PAPER.gain[2], True)


def test_few_bars_are_none(picture: Picture) -> None:
    assert read_bars(make_panel(picture, BARS[:3])) is None
    assert read_bars(replace(picture, details=[])) is None


def test_bars_are_as_many_as_fit_or_none(picture: Picture) -> None:
    bars = read_bars(make_panel(picture, BARS))
    assert bars is not None
    for height, count in ((200.0, 4), (60.0, 0)):
        canvas = Canvas()
        bottom = draw_bars(canvas, bars, 0.0, 0.0, 390.0, height, A4)
        assert sum(box.text.startswith("Place") for box in canvas.boxes) == count
        assert bottom <= height
        assert len(re.findall("<rect", "".join(canvas.parts))) == count


def test_digits_are_the_readers_in_every_word(picture: Picture) -> None:
    said = replace(picture, finding=Finding("Q 1", "H 2", "L 3", (KeyFigure("45", "in 2023", "6–7"),)), legend=LEGEND)
    told = write_picture_digits(said, "urdu")
    finding, legend = told.finding, told.legend
    words = [finding.title, finding.headline, finding.lead, *legend.limits, legend.sentence]
    words += [part for figure in finding.figures for part in (figure.number, figure.label, figure.sureness)]
    words += [key.text for key in legend.keys]
    assert [word for word in words if re.search(r"\d", word, re.ASCII)] == []
    assert (finding.figures[0].number, legend.limits) == ("۴۵", ("۱", "۲", "۳"))
    assert write_picture_digits(said, "latin") is said


def test_short_keys_share_a_row_where_there_is_room() -> None:
    """"Summer" and "For study" stand beside each other on 400 pixels, below each other on 160."""
    apart = []
    for width in (400.0, 160.0):
        canvas = Canvas()
        draw_legend(canvas, Legend(keys=KEYS[2:4]), 0.0, 0.0, width, A4, scale=1.0)
        first, second = canvas.boxes
        apart.append(second.y - first.y)
        assert (second.x > first.x + first.width) == (width == 400.0)
    assert apart[0] < A4.body < apart[1] + 4


def test_a_trial_measures_and_keeps_nothing() -> None:
    canvas = Canvas()
    trial = canvas.try_out()
    sizes = [draw_legend(one, LEGEND, 10.0, 20.0, 240.0, A4, scale=1.0) for one in (trial, canvas)]
    assert sizes[0] == sizes[1]
    assert (trial.parts, trial.boxes) == ([], [])
    assert canvas.parts


def test_bars_are_written_in_the_readers_figures() -> None:
    bars = Bars("Largest", "people", (Row("Karachi", "24.7", 0.0, 0.5, 0.0, 0.0, "#000", False),) * LEAST)
    urdu = bars.in_digits("urdu")
    assert bars.in_digits("latin") == bars
    assert {row.value for row in urdu.rows} == {"۲۴٫۷"}
