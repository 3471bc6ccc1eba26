"""Raster grids of any projection: read in blocks, summed to H3 cells or to places."""
