"""The colours of the atlas, light and dark: one table for the map, the legend and the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Palette:
    """
    One theme. Every colour is a CSS hex string.

    `places`, `circles` and `flows` run from few to many; `loss` and `gain` from weak to strong. Arrow colours differ
    from the place colours in hue *and* lightness; a modelled arrow is filled with the pale tone inside a full outline,
    a counted one with the full tone. Gain differs from loss also for readers with a red–green deficiency (a
    test simulates it).
    """

    paper: str
    panel: str
    ink: str
    muted: str
    rule: str
    sea: str
    land: str
    home: str
    subject: str
    river: str
    border: str
    border_strong: str
    halo: str
    no_data: str
    places: tuple[str, ...]
    circles: tuple[str, ...]
    flows: tuple[str, ...]
    gain: tuple[str, ...]
    loss: tuple[str, ...]
    coming: str
    coming_pale: str
    coming_line: str
    going: str
    going_pale: str
    going_line: str
    unclear: str
    corridor: dict[str, str]
    node: str
    note: str
    note_rule: str


LIGHT: Final = Palette(
    paper="#fbfaf7",
    panel="#ffffff",
    ink="#1d2b33",
    muted="#5c6a70",
    rule="#e2ded6",
    sea="#dde8ec",
    land="#eeebe4",
    home="#fbfaf6",
    subject="#fbeec4",
    river="#b9d0da",
    border="#ffffff",
    border_strong="#7d8a8c",
    halo="#ffffff",
    no_data="#e1dce5",
    places=("#eef2ee", "#e0ebe6", "#cddfd9", "#b5d0c9", "#98bdb5", "#79a8a0"),
    circles=("#e8dfec", "#cdb9d8", "#b193c2", "#946cab", "#764690", "#542063"),
    flows=("#fdf3ef", "#fbdccf", "#f6b9a6", "#e88d73", "#ca4a2e", "#8a2c17"),
    gain=("#d3e6e4", "#8fc1bd", "#45938f", "#136664"),
    loss=("#f6e2c8", "#e9bd83", "#cf8a3c", "#9a5a14"),
    coming="#cf4f33",
    coming_pale="#f6b9a6",
    coming_line="#b23f25",
    going="#4a66b0",
    going_pale="#bccbf0",
    going_line="#3c57a0",
    unclear="#cfcfca",
    corridor={"summer": "#c2502e", "winter": "#3b64ad", "conflict": "#6b3f6e", "study": "#3d7a4a"},
    node="#1d2b33",
    note="#fdf6e3",
    note_rule="#c9a227",
)

DARK: Final = Palette(
    paper="#12191d",
    panel="#182127",
    ink="#eef2f1",
    muted="#a3b1b5",
    rule="#2c383e",
    sea="#0e1a21",
    land="#1c252a",
    home="#232e34",
    subject="#4a4424",
    river="#2a4a59",
    border="#182127",
    border_strong="#7f8f94",
    halo="#12191d",
    no_data="#262f34",
    places=("#26332f", "#2a3f3b", "#2e4c47", "#335a54", "#396a63", "#417c74"),
    circles=("#4a3d52", "#66507a", "#86679c", "#a684bc", "#c6a7d8", "#e6cff2"),
    flows=("#261f1e", "#45291f", "#713122", "#a3452f", "#f0785b", "#ffc9b8"),
    gain=("#24433f", "#2f6b66", "#45938f", "#79c4bd"),
    loss=("#46341d", "#7a5424", "#b9772f", "#efb063"),
    coming="#f0785b",
    coming_pale="#7d3524",
    coming_line="#ff9a80",
    going="#7f9be6",
    going_pale="#2c3f78",
    going_line="#9db4f5",
    unclear="#48545a",
    corridor={"summer": "#f0855f", "winter": "#7fa4ee", "conflict": "#c08fc4", "study": "#7fc18d"},
    node="#eef2f1",
    note="#2a2614",
    note_rule="#a88c2e",
)

THEMES: Final[dict[str, Palette]] = {"light": LIGHT, "dark": DARK}


def css_variables(palette: Palette) -> str:
    """
    Write a palette as CSS custom properties, so that the page and the map cannot disagree.

    Parameters
    ----------
    palette
        The theme.

    Returns
    -------
    css
        Declarations such as `--ink:#1d2b33;`; lists are numbered from 0.
    """
    lines = []
    for name in palette.__slots__:
        value = getattr(palette, name)
        key = name.replace("_", "-")
        if isinstance(value, str):
            lines.append(f"--{key}:{value};")
        elif isinstance(value, dict):
            lines.extend(f"--{key}-{part}:{colour};" for part, colour in value.items())
        else:
            lines.extend(f"--{key}-{index}:{colour};" for index, colour in enumerate(value))
    return "".join(lines)
