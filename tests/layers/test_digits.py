"""What is said changes its figures; what only the page's script reads does not."""

from __future__ import annotations

import gzip
import json
import re

from layers.atlas import Atlas
from layers.digits import write_answer_digits
from layers.view import View
from tests.layers.tiny_world import make_atlas, make_cube

ANSWER = {
    "figure": {"data": [{"z": [1, 2], "hovertext": ["<b>18,821</b> people"], "locations": ["8528308bfffffff"]}]},
    "finding": [{"props": {"children": ["About 224k", {"props": {"children": "3.5 %"}}], "href": "?year=2023"}}],
    "drawn_zoom": 5.5,
}


def test_what_is_said_is_written_with_the_readers_figures() -> None:
    urdu = write_answer_digits(ANSWER, "urdu")
    assert urdu["figure"]["data"][0]["hovertext"] == ["<b>۱۸٬۸۲۱</b> people"]
    assert urdu["finding"][0]["props"]["children"][1]["props"]["children"] == "۳٫۵ %"


def test_coordinates_codes_and_addresses_keep_theirs() -> None:
    urdu = write_answer_digits(ANSWER, "urdu")
    assert urdu["figure"]["data"][0]["locations"] == ["8528308bfffffff"]
    assert urdu["figure"]["data"][0]["z"] == [1, 2]
    assert urdu["finding"][0]["props"]["href"] == "?year=2023"
    assert urdu["drawn_zoom"] == 5.5


def test_latin_figures_are_the_same_answer() -> None:
    assert write_answer_digits(ANSWER, "latin") is ANSWER


def test_a_page_in_urdu_figures_says_no_number_in_others() -> None:
    atlas: Atlas = make_atlas(make_cube())
    view = View(place="city", lang="ur", digits="urdu")
    answer = json.loads(gzip.decompress(atlas.render(view.to_query())))
    said = json.dumps([answer["finding"], answer["legend"][-1]], ensure_ascii=False)
    assert re.findall(r"[۰-۹]+", said)
    assert re.findall(r"[0-9]+", re.sub(r"H[1-6]", "", said)) == []
