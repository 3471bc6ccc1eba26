"""
`make bench`: start, bytes, server times and the measures, beside the promises and beside the naive way.

Prints a table and writes `tests/bench/latest.json`. It measures; it never fails because of a number.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.assign import measure_assign, tabulate_assign
from tests.bench.density import measure_density, tabulate_density
from tests.bench.first_page import measure_first_page
from tests.bench.gravity import measure_gravity, tabulate_gravity
from tests.bench.indicators import measure_indicators, tabulate_indicators
from tests.bench.paper import measure_paper, tabulate_paper
from tests.bench.points import measure_points, tabulate_points
from tests.bench.questions import KINDS, Request, ask_atlas, ask_naive
from tests.bench.rasters import measure_rasters, tabulate_rasters
from tests.bench.readers import Plan
from tests.bench.tables import Row, show
from tests.serving import ROOT, find_free_port, run_server

LATEST = Path(__file__).with_name("latest.json")
THINK = 1.0
SECONDS = 8.0
STARTS = 3
PARTS: dict[str, tuple[Callable[[], dict[str, Any]], Callable[[dict[str, Any]], list[Row]]]] = {
    "indicators": (measure_indicators, tabulate_indicators),
    "gravity": (measure_gravity, tabulate_gravity),
    "points": (measure_points, tabulate_points),
    "assign": (measure_assign, tabulate_assign),
    "rasters": (measure_rasters, tabulate_rasters),
    "density": (measure_density, tabulate_density),
    "paper": (measure_paper, tabulate_paper),
}
"""What is measured without a server: how, and how it is laid out."""
KIND = "one view: "
"""Begins the names of what is measured kind by kind: one reader, every question a new one."""


def quantile(values: Sequence[float], share: float) -> float:
    """Take the smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(1000 * share) * len(ordered) // 1000) - 1)]


def ask(port: int, requests: list[Request], *, readers: int, think: float) -> dict[str, Any]:
    """Let readers in another process ask, and sum up what they saw."""
    plan = Plan(port, requests, readers, think, SECONDS)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.readers"],
        input=json.dumps(asdict(plan)),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        timeout=120,
    )
    answers = json.loads(done.stdout)
    times, sizes = answers["milliseconds"], answers["sizes"]
    if not times:
        raise SystemExit(f"rawaan: the server on port {port} answered none of {answers['failed']} questions")
    return {
        "readers": readers,
        "think_s": think,
        "answers": len(times),
        "failed": answers["failed"],
        "p50_ms": round(quantile(times, 0.5), 2),
        "p95_ms": round(quantile(times, 0.95), 2),
        "p50_bytes": quantile(sizes, 0.5),
        "p95_bytes": quantile(sizes, 0.95),
        "max_bytes": max(sizes),
    }


def measure(
    command: Callable[[int], list[str]], questions: dict[str, list[Request]], pages: dict[str, str], folder: Path
) -> dict[str, Any]:
    """Measure one server: its starts, the first one with nothing kept from before; first pages; and the readers."""
    starts = []
    for _ in range(STARTS):
        port = find_free_port()
        with run_server(command(port), f"http://127.0.0.1:{port}/", folder / "server.log") as seconds:
            starts.append(seconds)
    port = find_free_port()
    with run_server(command(port), f"http://127.0.0.1:{port}/", folder / "server.log") as seconds:
        starts.append(seconds)
        result: dict[str, Any] = {
            "first_start_s": round(starts[0], 2),
            "start_s": round(statistics.median(starts[1:]), 2),
        }
        for name, requests in questions.items():
            if name.startswith("50 "):
                think = 0.0 if "no pause" in name else THINK
                result[name] = ask(port, requests, readers=50, think=think)
            else:
                result[name] = ask(port, requests, readers=1, think=0.0)
        for name, page in pages.items():
            result[name] = measure_first_page(f"http://127.0.0.1:{port}/{page}")
    return result


def tabulate(atlas: dict[str, Any], naive: dict[str, Any]) -> list[Row]:
    """Lay the figures out: what, promise, atlas, peer."""
    rows: list[Row] = [
        ("start to first byte (median of 3)", "< 2 s", f"{atlas['start_s']} s", f"{naive['start_s']} s"),
        ("  the first start, nothing kept yet", "", f"{atlas['first_start_s']} s", f"{naive['first_start_s']} s"),
    ]
    if atlas["first page"] and naive["first page"]:
        ours, theirs, cells = atlas["first page"], naive["first page"], atlas["first page, cells"]
        rows.append(
            ("first page on the wire, JS and map included", "", kilobytes(ours["bytes"]), kilobytes(theirs["bytes"]))
        )
        rows.append(("  drawn after (no graphics card)", "", f"{ours['seconds']} s", f"{theirs['seconds']} s"))
        rows.append(("first page of cells, their library included", "", kilobytes(cells["bytes"]), "·"))
        rows.append(("  drawn after (no graphics card)", "", f"{cells['seconds']} s", "·"))
    for name, one in atlas.items():
        if name.startswith(KIND):
            rows.append((f"{name}, p50", "", f"{one['p50_ms']} ms", "·"))
            told = f"{one['p95_ms']} ms, {kilobytes(one['p95_bytes'])}"
            rows.append((f"{name}, p95", "< 50 ms, < 40 KB", told, "·"))
        elif isinstance(one, dict) and "p50_ms" in one:
            other = naive.get(name)
            limit = "< 100 ms" if one["readers"] > 1 else "< 50 ms"
            rows.append((f"{name}, p50", "", f"{one['p50_ms']} ms", f"{other['p50_ms']} ms" if other else "·"))
            rows.append((f"{name}, p95", limit, f"{one['p95_ms']} ms", f"{other['p95_ms']} ms" if other else "·"))
            lost = f"{one['answers']}, {one['failed']} lost"
            rows.append(("  answers", "", lost, f"{other['answers']}, {other['failed']} lost" if other else "·"))
    for name, words, limit in (
        ("alone", "bytes a change, p50", ""),
        ("alone", "bytes a change, p95", "< 40 KB"),
        ("500 arrows", "bytes a change with 500 arrows, largest", "< 150 KB"),
    ):
        key = "max_bytes" if name == "500 arrows" else "p50_bytes" if "p50" in words else "p95_bytes"
        rows.append((words, limit, kilobytes(atlas[name][key]), kilobytes(naive[name][key])))
    return rows


def kilobytes(count: float) -> str:
    """Write bytes as KB of 1,000 bytes."""
    return f"{count / 1000:,.1f} KB"


def read_load() -> float | None:
    """Read how many programs wanted a processor in the last minute, these measurements included; None on Windows."""
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None


def main() -> None:
    """Measure both servers and the measures, print, and write the figures."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # What a start keeps for the next one (Linux): none but this run's own is found, and the reader's stays.
        fresh = ["env", f"XDG_CACHE_HOME={folder / 'cache'}"]
        atlas = measure(
            lambda port: [*fresh, python, "app.py", "--port", str(port)],
            {
                "alone": ask_atlas(300),
                "alone, never asked before": ask_atlas(100, unseen=True),
                "alone, asked before": ask_atlas(20) * 15,
                "500 arrows": ask_atlas(30, top=500),
                "50 readers, 1 s pause, asked before": ask_atlas(20) * 100,
                "50 readers, 1 s pause": ask_atlas(2000),
                "50 readers, 1 s pause, never asked before": ask_atlas(2000, unseen=True),
                "50 readers, 1 s pause, all kinds of view": ask_atlas(2000, kinds=tuple(KINDS)),
                "50 readers, 1 s pause, all kinds, never asked before": ask_atlas(
                    2000, kinds=tuple(KINDS), unseen=True
                ),
                "50 readers, no pause": ask_atlas(20000),
                **{f"{KIND}{kind}": ask_atlas(60, kinds=(kind,), unseen=True) for kind in KINDS},
            },
            {"first page": "", "first page, cells": "?question=spill"},
            folder,
        )
        naive = measure(
            lambda port: [python, "-m", "tests.bench.naive", str(port)],
            {
                "alone": ask_naive(300),
                "500 arrows": ask_naive(30, top=500),
                "50 readers, 1 s pause": ask_naive(2000),
                "50 readers, no pause": ask_naive(20000),
            },
            {"first page": ""},
            folder,
        )
    machine: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load": {"servers": read_load()},
        "python": platform.python_version(),
        "pause_s": THINK,
        "seconds_each": SECONDS,
    }
    figures: dict[str, Any] = {"machine": machine, "atlas": atlas, "naive": naive}
    show([("", "promise", "atlas", "naive Dash"), *tabulate(atlas, naive)])
    for part, (take, lay_out) in PARTS.items():
        figures[part] = take()
        figures["machine"]["load"][part] = read_load()
        print()
        show(lay_out(figures[part]))
    LATEST.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(f"\n{os.cpu_count()} cores shared by server and readers, who pause {THINK} s ± half where it says so.")
    print("Load of the machine after each part:", figures["machine"]["load"])


if __name__ == "__main__":
    main()
