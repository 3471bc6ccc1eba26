"""Urban classes: the Degree of Urbanisation of grid cells, of H3 cells and of places."""
