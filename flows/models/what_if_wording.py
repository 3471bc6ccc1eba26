"""Scenarios in plain words: what was assumed, and who gains and loses by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from .what_if import CAVEAT

if TYPE_CHECKING:
    from .what_if import Scenario

_Key = TypeVar("_Key")

# More names than this in one sentence are only counted.
_NAMED = 3


def say_scenario(scenario: Scenario, names: Mapping[Any, str], unit: str) -> tuple[str, ...]:
    """
    Write the sentences of a scenario; see `Scenario.sentences`.

    Parameters
    ----------
    scenario
        What to tell.
    names
        Code to name.
    unit
        "people", or "people a year".

    Returns
    -------
    sentences
        In the order of reading.
    """
    said = [_say_assumed(scenario, names), _say_total(scenario, unit)]
    if round(scenario.redirected) > 0:
        share = 100 * scenario.redirected / scenario.total_after
        said.append(f"{scenario.redirected:,.0f} ({share:.1f} %) go to another place than before.")
    changes = scenario.changes
    for column, verb in (("inflow", "come to"), ("outflow", "leave")):
        values = {code: round(float(change)) for code, change in changes[column].items()}
        up = _rank((code, change) for code, change in values.items() if change > 0)
        down = _rank((code, change) for code, change in values.items() if change < 0)
        told = (("more", up), ("fewer", down))
        sentence = "; ".join(f"{word} {verb} {_say_changes(ranked, names)}" for word, ranked in told if ranked)
        if sentence:
            said.append(f"{sentence[0].upper()}{sentence[1:]}.")
    said += _say_nets(scenario, names)
    return (*said, CAVEAT)


def _say_assumed(scenario: Scenario, names: Mapping[Any, str]) -> str:
    parts = []
    for value, keys in _group(scenario.attraction):
        parts.append(f"{_say_keys(keys, names)} {'draw' if len(keys) > 1 else 'draws'} {value:g} times as strongly")
    for value, keys in _group(scenario.retention):
        who = f"those who would leave {_say_keys(keys, names)}"
        parts.append(
            f"{100 * value:g} % of {who} stay" if value >= 0 else f"for every 100 of {who}, {-100 * value:g} more leave"
        )
    for value, ways in _group(scenario.travel_time):
        whole = [key for key in ways if not isinstance(key, tuple)]
        roads = [key for key in ways if isinstance(key, tuple)]
        if whole:
            parts.append(f"all roads of {_say_keys(whole, names)} take {value:g} times as long")
        if roads:
            verb = "roads {} take" if len(roads) > 1 else "road {} takes"
            parts.append(f"the {verb.format(_say_keys(roads, names))} {value:g} times as long")
    if scenario.decay is not None:
        parts.append(f"moves fall with the power {scenario.decay:.2g} of travel time")
    return f"Assumed: {'; '.join(parts) or 'nothing changes'}."


def _say_total(scenario: Scenario, unit: str) -> str:
    before, after = round(scenario.total_before), round(scenario.total_after)
    if after < before:
        return (
            f"Of {before:,} {unit} who moved, {after:,} still move and {before - after:,} stay; "
            "nobody is added or lost."
        )
    if after > before:
        return f"Beside the {before:,} {unit} who moved, {after - before:,} leave who had stayed: {after:,} in all."
    return f"Of {before:,} {unit} who move, none is added or lost."


def _say_nets(scenario: Scenario, names: Mapping[Any, str]) -> list[str]:
    """Say which places turn from losing to gaining, and the other way."""
    import numpy as np

    moves = scenario.baseline.to_numpy("float64")
    # The diagonal is in both sums and falls out.
    before = moves.sum(axis=0) - moves.sum(axis=1)
    now = before + scenario.changes["net"].to_numpy("float64")
    before, now = np.round(before), np.round(now)
    sentences = []
    for turned, words in (
        ((before < 0) & (now > 0), "from losing to gaining people"),
        ((before > 0) & (now < 0), "from gaining to losing people"),
    ):
        order = [int(at) for at in np.argsort(-np.abs(now - before), kind="stable") if turned[at]]
        codes = [scenario.baseline.index[at] for at in order]
        if codes:
            sentences.append(f"{_say_keys(codes, names)} {'turn' if len(codes) > 1 else 'turns'} {words}.")
    return sentences


def _rank(changes: Iterable[tuple[Any, int]]) -> list[tuple[Any, int]]:
    return sorted(changes, key=lambda change: -abs(change[1]))


def _say_changes(ranked: list[tuple[Any, int]], names: Mapping[Any, str]) -> str:
    said = [f"{_say_place(code, names)} ({_sign(change)})" for code, change in ranked[:_NAMED]]
    return _join(said, len(ranked) - len(said))


def _sign(change: int) -> str:
    return f"{change:+,}".replace("-", "−")


def _say_place(code: object, names: Mapping[Any, str]) -> str:
    return names.get(code, str(code))


def _say_keys(keys: Sequence[Any], names: Mapping[Any, str]) -> str:
    said = [
        " – ".join(_say_place(end, names) for end in key) if isinstance(key, tuple) else _say_place(key, names)
        for key in keys[:_NAMED]
    ]
    return _join(said, len(keys) - len(said))


def _join(said: list[str], more: int) -> str:
    if more:
        said = [*said, f"{more} more"]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _group(given: Mapping[_Key, float]) -> list[tuple[float, list[_Key]]]:
    """Put what has the same number together, in the order given."""
    groups: dict[float, list[_Key]] = {}
    for key, value in given.items():
        groups.setdefault(float(value), []).append(key)
    return list(groups.items())
