"""Attributes that Dash's components take only by names Python cannot spell."""

from __future__ import annotations

from typing import Any


def data(**values: str) -> dict[str, Any]:
    """
    Spell `data-…` attributes.

    Parameters
    ----------
    **values
        Such as `view=""`.

    Returns
    -------
    attributes
        Such as `{"data-view": ""}`.
    """
    return {f"data-{name}": value for name, value in values.items()}


def aria(**values: str) -> dict[str, Any]:
    """
    Spell `aria-…` attributes.

    Parameters
    ----------
    **values
        Such as `label="Map"`.

    Returns
    -------
    attributes
        Such as `{"aria-label": "Map"}`.
    """
    return {f"aria-{name}": value for name, value in values.items()}
