"""H3 cells: points, polygons and parents, and layers of values on cells."""
