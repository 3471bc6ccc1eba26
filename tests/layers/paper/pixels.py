"""PNG files as arrays, read by another program (GDAL) than the one that wrote them; and what they say of themselves."""

from __future__ import annotations

import struct
import warnings

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.errors import NotGeoreferencedWarning


def read_pixels(png: bytes) -> NDArray[np.int16]:
    """Read red, green and blue, shape (3, height, width)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.MemoryFile(png) as file, file.open() as picture:
            return picture.read((1, 2, 3)).astype(np.int16)


def read_chunks(png: bytes) -> list[tuple[str, bytes]]:
    """List the parts of a PNG file."""
    at, chunks = 8, []
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        chunks.append((name.decode("ascii"), png[at + 8 : at + 8 + length]))
        at += 12 + length
    return chunks
