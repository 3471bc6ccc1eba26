"""Urban classes of the census's cells: clusters of townspeople; fields are rural however many live on them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import flows
from boundaries.cells.hierarchy import cell_areas
from boundaries.cells.layer import CellLayer
from flows.density import Density
from flows.urban_zones import RURAL_LIMITS, classify_census


@pytest.fixture(scope="module")
def country() -> Density:
    return flows.density()


@pytest.fixture(scope="module")
def found(country: Density) -> CellLayer:
    return classify_census(country)


@pytest.fixture(scope="module")
def classes(found: CellLayer) -> np.ndarray:
    assert found.classes is not None
    return found.classes


def test_every_cell_has_a_class_in_every_epoch(country: Density, classes: np.ndarray) -> None:
    assert classes.shape == country.layer.values.shape
    assert set(np.unique(classes).tolist()) <= {30, 23, 22, 21, 13, 12, 11}


def test_outside_the_clusters_the_class_is_the_density_of_all_people(country: Density, classes: np.ndarray) -> None:
    density = country.layer.values / country.layer.areas
    very_low, low = RURAL_LIMITS
    rural = classes < 20
    assert (density[classes == 11] < very_low).all()
    assert ((density >= very_low) & (density < low) & rural == (classes == 12)).all()
    assert (density[classes == 13] >= low).all()


def test_fields_are_no_suburb(country: Density, classes: np.ndarray) -> None:
    """By density alone Punjab's countryside is one cluster: 29,979 cells of class 21 instead of some 1,700."""
    rural = country.layer.values[1] - country.townspeople[1]
    full_fields = (rural / country.layer.areas > 300) & (country.townspeople[1] < 1)
    assert full_fields.sum() > 10_000
    assert (classes[1][full_fields] < 20).mean() > 0.99


def test_who_is_urban_by_class_is_nearly_who_the_census_counts_as_urban(country: Density, classes: np.ndarray) -> None:
    in_clusters = country.townspeople[1][classes[1] >= 21].sum()
    # 93,884,702 by Table 1; the rest live in towns too small or too thin for a cluster.
    assert country.townspeople[1].sum() == pytest.approx(93_884_702, abs=1)
    assert in_clusters / country.townspeople[1].sum() > 0.95


def test_the_great_cities_are_centres(country: Density, classes: np.ndarray) -> None:
    for code in ("karachi", "lahore", "quetta", "peshawar"):
        here = np.flatnonzero(country.place == country.places.index(code))
        densest = here[country.layer.values[1][here].argmax()]
        assert classes[1][densest] == 30, code


def test_the_people_stay(country: Density, found: CellLayer) -> None:
    assert np.array_equal(found.values, country.layer.values)
    assert country.layer.classes is None  # the caller's layer is as it was


def test_nobody_urban_gives_rural_classes_alone(country: Density) -> None:
    few = slice(0, 50)
    layer = replace(country.layer, cells=country.layer.cells[few], values=np.full((2, 50), 400.0), _kept={})
    found = classify_census(replace(country, layer=layer, townspeople=np.zeros((2, 50)))).classes
    density = 400 / cell_areas(layer.cells)  # 400 people on some 5 km²: 70 to 90 per km²
    assert found is not None
    assert ((density > 50) & (density < 300)).all()
    assert (found == 12).all()
