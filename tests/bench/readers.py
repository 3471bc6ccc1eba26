"""
Readers who change a control again and again: a load client in a process of its own.

Reads a plan as JSON from standard input and writes what was measured to standard output. Each reader keeps one
connection, asks, waits for the whole answer, thinks, and asks again (a closed loop).
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from dataclasses import asdict, dataclass

LATE = 20.0
"""Seconds after which an answer counts as lost."""


@dataclass(frozen=True)
class Plan:
    """
    What the readers do.

    Attributes
    ----------
    port
        Of the server on this machine.
    requests
        The first line's rest and the body of each request, shared out among the readers in turn.
    readers
        How many at once.
    think
        Mean seconds between an answer and the next question; evenly spread from half to one and a half.
    seconds
        No question is asked after this long.
    """

    port: int
    requests: list[tuple[str, str]]
    readers: int
    think: float
    seconds: float


@dataclass
class Answers:
    """Milliseconds until the last byte, body bytes on the wire, and how many failed."""

    milliseconds: list[float]
    sizes: list[int]
    failed: int


async def _ask(
    port: int, request: tuple[str, str], stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None
) -> tuple[int, int, tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = stream or await asyncio.open_connection("127.0.0.1", port)
    method_and_path, text = request
    body = text.encode()
    head = f"{method_and_path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    writer.write(head.encode() + b"\r\n" + body)
    answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(answer.split(" ", 2)[1])
    length = next(int(line.split(":")[1]) for line in answer.split("\r\n") if line.lower().startswith("content-length"))
    await reader.readexactly(length)
    return status, length, (reader, writer)


async def _read(
    plan: Plan, queue: list[tuple[str, str]], answers: Answers, until: float, chance: random.Random
) -> None:
    stream = None
    if plan.think:
        # Readers do not arrive in step.
        await asyncio.sleep(chance.uniform(0, plan.think))
    while queue and time.perf_counter() < until:
        request = queue.pop()
        start = time.perf_counter()
        try:
            status, size, stream = await asyncio.wait_for(_ask(plan.port, request, stream), LATE)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            # A server may close an idle connection; the question is asked again on a new one.
            if stream is None:
                answers.failed += 1
            else:
                stream[1].close()
                queue.append(request)
            stream = None
            continue
        if status == 200:
            answers.milliseconds.append(1000 * (time.perf_counter() - start))
            answers.sizes.append(size)
        else:
            answers.failed += 1
        if plan.think:
            await asyncio.sleep(plan.think * chance.uniform(0.5, 1.5))
    if stream is not None:
        stream[1].close()


async def run(plan: Plan) -> Answers:
    """
    Let the readers ask.

    Parameters
    ----------
    plan
        See `Plan`.

    Returns
    -------
    answers
        In the order of arrival.
    """
    answers = Answers([], [], 0)
    queue = [(line, body) for line, body in reversed(plan.requests)]
    until = time.perf_counter() + plan.seconds
    await asyncio.gather(*(_read(plan, queue, answers, until, random.Random(seed)) for seed in range(plan.readers)))
    return answers


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(run(Plan(**json.load(sys.stdin)))))))
