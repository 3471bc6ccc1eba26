"""A link as a QR code, drawn as one path."""

from __future__ import annotations

import segno

QUIET = 4
"""Modules of white round the code; readers need them."""


def draw_code(link: str, x: float, y: float, side: float, colour: str) -> str:
    """
    Draw a QR code.

    Parameters
    ----------
    link
        What it says.
    x, y, side
        Its place with the white round it, CSS pixels.
    colour
        Of the modules.

    Returns
    -------
    markup
        SVG; the same link gives the same code.
    """
    rows = [bytes(row) for row in segno.make_qr(link, error="m").matrix]
    size = side / (len(rows) + 2 * QUIET)
    path = []
    for down, row in enumerate(rows):
        start = 0
        while (first := row.find(1, start)) >= 0:
            end = row.find(0, first)
            end = len(row) if end < 0 else end
            path.append(f"M{first + QUIET} {down + QUIET}h{end - first}v1h{first - end}z")
            start = end
    return (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{side:.2f}" height="{side:.2f}" fill="#fff"/>'
        f'<path transform="translate({x:.2f} {y:.2f}) scale({size:.4f})" fill="{colour}" d="{"".join(path)}"/>'
    )
