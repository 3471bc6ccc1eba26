"""Names on the map: none on another, the important ones first."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.labels import POSITIONS, place_labels, text_width
from layers.projection import to_lonlat, to_pixels

ZOOM, CENTRE, SIZE = 6.0, (70.0, 30.0), (400.0, 300.0)
CORNER = to_pixels([CENTRE], ZOOM) - np.array(SIZE) / 2


def at(*xy: tuple[float, float]) -> np.ndarray:
    """Places given in pixels from the map's top-left corner."""
    return to_lonlat(np.array(xy, dtype=float).reshape(-1, 2) + CORNER, ZOOM)


def place(points: np.ndarray, texts: list[str], **options):
    return place_labels(points, texts, size=SIZE, zoom=ZOOM, centre=CENTRE, **options)


def overlap(a: np.ndarray, b: np.ndarray) -> bool:
    return bool((a[:2] < b[2:]).all() and (b[:2] < a[2:]).all())


@pytest.mark.parametrize(
    ("text", "em"),
    [
        ("", 0.0),
        ("il", 0.48),  # 0.24 + 0.24
        ("Lahore", 0.56 + 0.56 + 0.60 + 0.60 + 0.38 + 0.56),
        ("لاہور", 5 * 0.42),
        ("e\u0301", 0.56),  # an accent on its letter takes no room
    ],
)
def test_text_width(text: str, em: float) -> None:
    assert text_width(text) == pytest.approx(em)


def test_a_lone_name_stands_to_the_right() -> None:
    labels = place(at((200, 150)), ["Lahore"], text_size=10.0, radius=2.0)
    assert labels.position == ["middle right"]
    # half an em beside the point, less the halo of 2 px; centred on it
    left, top, right, bottom = labels.box[0]
    assert left == pytest.approx(200 + 5 - 2)
    assert (top + bottom) / 2 == pytest.approx(150)
    assert right - left == pytest.approx(10 * text_width("Lahore") + 4)


def test_near_the_right_edge_it_stands_to_the_left() -> None:
    assert place(at((390, 150)), ["Lahore"]).position == ["middle left"]


def test_in_the_corner_only_one_place_is_left() -> None:
    assert place(at((395, 5)), ["Lahore"]).position == ["bottom left"]


def test_the_important_name_gets_its_place_and_the_other_gives_way() -> None:
    points = at((200, 150), (215, 150))
    labels = place(points, ["Lahore", "Kasur"], priorities=[1, 2])
    assert labels.position[1] == "middle right"
    assert labels.shown.all()
    assert not overlap(*labels.box)


def test_no_room_no_label() -> None:
    points = at(*[(200 + dx, 150 + dy) for dx in (-4, 0, 4) for dy in (-4, 0, 4)] * 3)
    labels = place(points, ["Rahim Yar Khan"] * 27)
    assert labels.shown[0]
    assert labels.dropped
    assert all(labels.position[index] == "" for index in labels.dropped)
    assert np.isnan(labels.box[labels.dropped]).all()


def test_heads_are_avoided_when_there_is_another_place() -> None:
    head = at((210, 140), (210, 160), (240, 150), (210, 140))
    assert place(at((200, 150)), ["Lahore"], avoid=[head]).position == ["middle left"]


def test_controls_are_kept_clear() -> None:
    labels = place(at((200, 150)), ["Lahore"], keep_out=[(205, 0, 400, 300)])
    assert labels.position == ["middle left"]


def test_a_large_circle_moves_its_name_out() -> None:
    labels = place(at((200, 150)), ["Lahore"], text_size=10.0, radius=20.0)
    # 20 px of circle and 2 px of halo are 2.2 em: 0.5 em + marker.size / 100 must reach that, less a tenth
    assert labels.marker_size == [180.0]
    assert labels.box[0, 0] >= 200 + 20


towns = st.lists(
    st.tuples(st.floats(0, 400), st.floats(0, 300), st.sampled_from(["Lahore", "Toba Tek Singh", "کراچی", ""])),
    max_size=30,
)


@given(towns)
@settings(deadline=None)
def test_law_no_label_on_another_and_all_inside(towns: list[tuple[float, float, str]]) -> None:
    points = at(*[(x, y) for x, y, _ in towns])
    texts = [text for _, _, text in towns]
    labels = place(points, texts)
    boxes = labels.box[labels.shown]
    assert not any(overlap(a, b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert (boxes >= 0).all()
    assert (boxes[:, [0, 2]] <= SIZE[0]).all()
    assert (boxes[:, [1, 3]] <= SIZE[1]).all()
    assert not any(labels.shown[index] for index, text in enumerate(texts) if not text)
    assert place(points, texts).position == labels.position
    assert set(labels.position) <= {*POSITIONS, ""}


def test_mismatched_input_is_named() -> None:
    with pytest.raises(ValueError, match="1 points, 2 texts"):
        place(at((1, 1)), ["a", "b"])
