"""Growth of built-up land: epochs, year of conversion, kinds of expansion, urban extent, land use efficiency."""
