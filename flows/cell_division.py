"""Divide the cells of one area among the tehsils in it; `flows.tehsil_areas` says by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["LEAST_PART", "Cells", "Claims", "Division", "Support", "divide_cells", "find_nearest"]

LEAST_PART: Final = 0.5
"""Least part of its printed area that the cells of a tehsil must make up."""

Values = NDArray[np.float64]
Positions = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Cells:
    """
    The cells of one area, at least one.

    Attributes
    ----------
    centres
        Longitude and latitude, degrees, shape (n, 2).
    size
        km², shape (n,).
    part
        Which polygon each lies in, 0 or more, shape (n,); the same for all where there are no polygons.
    """

    centres: Values
    size: Values
    part: Positions


@dataclass(frozen=True, eq=False)
class Claims:
    """
    What is known of the tehsils of one area.

    Attributes
    ----------
    points
        Longitude and latitude of each one's seat (of a point inside its polygon where it has no seat there), shape
        (t, 2); NaN where none is known.
    matched
        The polygon that bears its name, -1 where none does, shape (t,). A matched tehsil has a point.
    district
        A number for its district, shape (t,).
    area
        km² as printed, 0 where not, shape (t,).
    """

    points: Values
    matched: Positions
    district: Positions
    area: Values


@dataclass(frozen=True, eq=False)
class Support:
    """
    The cells some tehsils have together.

    Attributes
    ----------
    cells
        Positions among the cells, rising, at least one.
    tehsils
        Positions among the tehsils; several where they cannot be told apart.
    """

    cells: Positions
    tehsils: Positions


@dataclass(frozen=True, eq=False)
class Division:
    """
    The cells of one area, divided.

    Attributes
    ----------
    tehsil, district
        Of each cell, -1 where it cannot be told.
    supports
        Each tehsil is in exactly one; a cell may be in several.
    unlocated
        Positions of the tehsils that have neither polygon nor seat and share what they have.
    """

    tehsil: Positions
    district: Positions
    supports: tuple[Support, ...]
    unlocated: Positions


def divide_cells(cells: Cells, claims: Claims) -> Division:
    """
    Divide the cells of one area among its tehsils.

    Parameters
    ----------
    cells, claims
        The area and its tehsils.

    Returns
    -------
    division
        No tehsils give no supports, and cells that are nobody's.
    """
    # Flat enough over one district: a degree of longitude shrinks by the cosine of the latitude.
    flat = np.array([np.cos(np.radians(cells.centres[:, 1].mean())), 1.0])
    plane, points = cells.centres * flat, claims.points * flat
    claim, lost = _claim(cells.part, plane, points, claims.matched)
    part = cells.part if lost.size else _fill_unclaimed(cells.part, claim, plane)
    free = ~np.isin(part, claim)

    supports = []
    tehsil, land = np.full(part.size, -1), np.full(part.size, -1)
    for here in np.unique(claim[claim >= 0]):
        inside, claimants = np.flatnonzero(part == here), np.flatnonzero(claim == here)
        anchors, which = np.unique(points[claimants], axis=0, return_inverse=True)
        closest = find_nearest(plane[inside], anchors)
        for anchor, point in enumerate(anchors):
            members, own = claimants[which.ravel() == anchor], inside[closest == anchor]
            tehsil[own] = members[0] if members.size == 1 else -1
            land[own] = _agree(claims.district[members])
            wanted = claims.area[members].sum()
            if cells.size[own].sum() < LEAST_PART * wanted or not own.size:
                own = _gather(plane, cells.size, point, wanted)
            supports.append(Support(own, members))

    tehsil[free] = lost[0] if lost.size == 1 else -1
    land[free] = _agree(claims.district[lost])
    enough = free.any() and cells.size[free].sum() >= LEAST_PART * claims.area[lost].sum()
    for code in np.unique(claims.district[lost]):
        own = np.flatnonzero(free if enough else land == code)
        members = lost[claims.district[lost] == code]
        supports.append(Support(own if own.size else np.arange(part.size), members))
    return Division(tehsil, land, tuple(supports), lost[:0] if lost.size == 1 and enough else lost)


def find_nearest(points: Values, others: Values) -> Positions:
    """
    Find for each point the nearest of some others, on a plane.

    Parameters
    ----------
    points, others
        Shapes (n, 2) and (m, 2), in one unit; at least one other.

    Returns
    -------
    positions
        Shape (n,); -1 where the point is NaN.
    """
    from scipy.spatial import cKDTree

    found = np.full(len(points), -1, dtype=np.intp)
    known = ~np.isnan(points).any(axis=1)
    if known.any():
        found[known] = cKDTree(others).query(points[known])[1]
    return found


def _claim(part: Positions, plane: Values, points: Values, matched: Positions) -> tuple[Positions, Positions]:
    """Tell which polygon each tehsil claims (by name, else by its seat; -1 for none), and who claims none."""
    nearest = find_nearest(points, plane)
    named = np.isin(matched, part) & (matched >= 0)
    claim = np.where(named, matched, np.where(nearest >= 0, part[nearest], -1))
    return claim, np.flatnonzero(claim < 0)


def _fill_unclaimed(part: Positions, claim: Positions, plane: Values) -> Positions:
    """Where every tehsil has land, let the cells of polygons that nobody claims follow the claimed ones beside them."""
    claimed = np.flatnonzero(np.isin(part, claim))
    if claimed.size in {0, part.size}:
        return part
    beside: Positions = part[claimed[find_nearest(plane, plane[claimed])]]
    return beside


def _gather(plane: Values, size: Values, point: Values, wanted: float) -> Positions:
    """Take the cells nearest a point until they make up an area, at least one."""
    order = np.argsort(((plane - point) ** 2).sum(axis=1), kind="stable")
    count = int(np.searchsorted(np.cumsum(size[order]), wanted)) + 1
    return np.sort(order[:count])


def _agree(values: Positions) -> int:
    """Give the one value all have, else -1."""
    return int(values[0]) if values.size and (values == values[0]).all() else -1
