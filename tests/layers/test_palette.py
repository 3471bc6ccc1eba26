"""
The colours can be told apart: ink from paper, arrows from places, gain from loss, by every reader.

Colour vision deficiency is simulated as in Machado, Oliveira and Fernandes (2009), "A physiologically-based
model for simulation of color vision deficiency", IEEE Transactions on Visualization and Computer Graphics
15:6, table 1, severity 1.0, applied to linear RGB. Differences are CIE 1976 ΔE in L*a*b* (D65), where about
2.3 is just noticeable side by side; the floors here are several times that, since areas lie apart on a map.
"""

from __future__ import annotations

import re
from dataclasses import fields

import numpy as np
import pytest

from layers.palette import DARK, LIGHT, THEMES, Palette, css_variables

EYES = {
    "full colour vision": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
# sRGB to CIE XYZ, IEC 61966-2-1
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])

in_both_themes = pytest.mark.parametrize("palette", [pytest.param(THEMES[name], id=name) for name in THEMES])
by_every_reader = pytest.mark.parametrize("eye", EYES)


def linear(colour: str) -> np.ndarray:
    rgb = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2: relative luminance, 1 to 21."""
    low, high = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, eye: str) -> np.ndarray:
    """L*a*b* of a colour as this eye sees it."""
    ratio = TO_XYZ @ np.clip(EYES[eye] @ linear(colour), 0, 1) / WHITE
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def differ(one: str, other: str, eye: str) -> float:
    return float(np.linalg.norm(seen(one, eye) - seen(other, eye)))


def test_the_yardsticks_themselves() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21, abs=0.01)
    assert seen("#ffffff", "full colour vision") == pytest.approx([100, 0, 0], abs=0.01)
    # CIE L*a*b* of pure sRGB red, as tabulated
    assert seen("#ff0000", "full colour vision") == pytest.approx([53.24, 80.09, 67.20], abs=0.02)
    # what a test for red–green deficiency is about: far apart for most, much nearer for some
    ordinary, deuteranope = (differ("#c04040", "#607020", eye) for eye in ("full colour vision", "deuteranopia"))
    assert deuteranope < ordinary / 2
    # greys stay as they are
    assert differ("#808080", "#808080", "protanopia") == 0
    assert seen("#808080", "protanopia")[1:] == pytest.approx([0, 0], abs=0.1)


@in_both_themes
@pytest.mark.parametrize(("text", "floor"), [("ink", 7.0), ("muted", 4.5)])
@pytest.mark.parametrize("ground", ["paper", "panel"])
def test_text_can_be_read(palette: Palette, text: str, ground: str, floor: float) -> None:
    """WCAG 2.2: level AAA for text, AA for what stands back."""
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= floor


@in_both_themes
@by_every_reader
@pytest.mark.parametrize("way", ["coming", "going"])
def test_arrows_stand_out_from_every_class_of_places(palette: Palette, eye: str, way: str) -> None:
    """A counted arrow by its fill; a modelled one by its fill or its outline, whichever is plainer."""
    full, pale, line = (getattr(palette, way + tone) for tone in ("", "_pale", "_line"))
    for place in (*palette.places, palette.no_data, palette.home, palette.land):
        assert differ(full, place, eye) > 20, place
        assert max(differ(pale, place, eye), differ(line, place, eye)) > 20, place


@in_both_themes
@by_every_reader
def test_arrows_of_a_net_view_stand_out_from_gaining_and_losing_places(palette: Palette, eye: str) -> None:
    for place in (*palette.gain[1:], *palette.loss[1:]):
        for way in ("coming", "going"):
            pale, line = getattr(palette, f"{way}_pale"), getattr(palette, f"{way}_line")
            assert max(differ(pale, place, eye), differ(line, place, eye)) > 20, (way, place)


@in_both_themes
@by_every_reader
@pytest.mark.parametrize("tone", ["", "_pale", "_line"])
def test_coming_is_never_taken_for_going(palette: Palette, eye: str, tone: str) -> None:
    assert differ(getattr(palette, f"coming{tone}"), getattr(palette, f"going{tone}"), eye) > 30


@in_both_themes
@by_every_reader
def test_gain_is_never_taken_for_loss(palette: Palette, eye: str) -> None:
    """Any gain beside any loss; the two strongest classes of each much more so."""
    for step, gain in enumerate(palette.gain):
        for other, loss in enumerate(palette.loss):
            assert differ(gain, loss, eye) > (40 if min(step, other) >= 2 else 12), (gain, loss)


@in_both_themes
@by_every_reader
@pytest.mark.parametrize("ramp", ["places", "circles", "gain", "loss"])
def test_ramps_run_one_way_in_lightness(palette: Palette, eye: str, ramp: str) -> None:
    """So a ramp can be read in grey, on a bad printer, and by everyone."""
    lightness = [seen(colour, eye)[0] for colour in getattr(palette, ramp)]
    assert lightness == sorted(lightness) or lightness == sorted(lightness, reverse=True)


@in_both_themes
@by_every_reader
def test_corridors_of_different_seasons_differ(palette: Palette, eye: str) -> None:
    colours = list(palette.corridor.values())
    pairs = [(one, other) for at, one in enumerate(colours) for other in colours[at + 1 :]]
    assert min(differ(one, other, eye) for one, other in pairs) > 10
    assert min(differ(colour, palette.home, eye) for colour in colours) > 40


def test_both_themes_answer_to_the_same_names() -> None:
    names = [re.findall(r"--([a-z0-9-]+):", css_variables(palette)) for palette in (LIGHT, DARK)]
    assert names[0] == names[1]
    assert len(set(names[0])) == len(names[0])


@in_both_themes
def test_every_colour_is_a_css_variable(palette: Palette) -> None:
    css = css_variables(palette)
    assert f"--ink:{palette.ink};" in css
    assert f"--border-strong:{palette.border_strong};" in css
    assert f"--places-0:{palette.places[0]};--places-1:{palette.places[1]};" in css
    assert f"--corridor-summer:{palette.corridor['summer']};" in css
    # one colour for a string, one for each step of a ramp and each season
    values = [getattr(palette, field.name) for field in fields(palette)]
    assert css.count(";") == sum(1 if isinstance(value, str) else len(value) for value in values)
    assert all(re.fullmatch(r"--[a-z0-9-]+:#[0-9a-f]{6}", line) for line in css.rstrip(";").split(";"))
