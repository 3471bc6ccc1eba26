"""Laws are checked without a stopwatch: a busy machine must not make them fail."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("no stopwatch", deadline=None)
settings.load_profile("no stopwatch")
