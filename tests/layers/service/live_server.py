"""
Serve an atlas until killed; its port is the first line on standard output.

A process of its own: GDAL holds Python's lock while it waits for an answer, so a server in the same one never gives it.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server

from layers.atlas import load_atlas
from layers.service.routes import add_service
from tests.layers.service.tiny_service import make_published_atlas


def main(which: str, folder: Path) -> None:
    """Serve the "tiny" world, or the "real" atlas with nothing installed beside the bundled boundaries."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    atlas = make_published_atlas(folder) if which == "tiny" else load_atlas(folder)
    server = Flask("live")
    (folder / "exports").mkdir()
    add_service(server, atlas, folder=folder / "exports")
    live = make_server("127.0.0.1", 0, server, threaded=True)
    print(live.port, flush=True)
    live.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
