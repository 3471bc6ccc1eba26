"""Population and built-up grids that others publish: recognise them, read them to H3 cells, keep them."""
