"""A scenario from the words of a shell command, on flows between city units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flows._errors import ModelError

from .what_if import Scenario, what_if
from .what_if_presets import Preset, presets

if TYPE_CHECKING:
    from flows.table import Flows

    from .what_if import Road


def run_scenario(
    baseline: Flows, words: Mapping[str, Sequence[str]], *, preset: str | None = None
) -> tuple[Scenario, tuple[str, ...]]:
    """
    Run one scenario and tell it.

    Parameters
    ----------
    baseline
        Flows between city units.
    words
        "attraction", "retention" and "travel-time", each with words such as "lahore=0.8" or
        "quetta:karachi=0.7"; they go before what the preset says of the same place.
    preset
        A name in `presets`.

    Returns
    -------
    scenario, sentences
        See `Scenario.sentences`; the note of the preset comes first.

    Raises
    ------
    ModelError
        There is no such preset, a word cannot be read, or `what_if` refuses.
    """
    import boundaries
    from flows.known_places import find_distances
    from flows.matrix import od_matrix

    matrix = od_matrix(baseline)
    start = Preset("", "", "")
    if preset is not None:
        known = presets(matrix)
        if preset not in known:
            raise ModelError(f"there is no preset {preset!r}; choose from {', '.join(known)}")
        start = known[preset]
    pairs = {lever: [_read(word) for word in given] for lever, given in words.items()}
    whole = [key for lever in ("attraction", "retention") for key, _ in pairs[lever] if isinstance(key, tuple)]
    if whole:
        raise ModelError(f"{':'.join(whole[0])!r} is a road; attraction and retention are of a place")
    times: dict[Road, float] = dict([*start.travel_time.items(), *pairs["travel-time"]])
    scenario = what_if(
        matrix,
        attraction={**start.attraction, **{str(key): value for key, value in pairs["attraction"]}},
        retention={**start.retention, **{str(key): value for key, value in pairs["retention"]}},
        travel_time=times,
        distance=find_distances(matrix.index) if times else None,
    )
    places = (boundaries.places_table(level=None), boundaries.units())
    names = {code: name for table in places for code, name in zip(table["code"], table["name"], strict=True)}
    said = scenario.sentences(names, unit=baseline.unit)
    return scenario, (start.note, *said) if start.note else said


def _read(word: str) -> tuple[Road, float]:
    """Read "place=number" or "place:place=number"."""
    key, _, number = word.partition("=")
    first, colon, second = key.partition(":")
    try:
        value = float(number)
    except ValueError:
        raise ModelError(f"{word!r} is not PLACE=NUMBER, such as lahore=0.8") from None
    return ((first, second), value) if colon else (first, value)
