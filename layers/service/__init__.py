"""The atlas over HTTP: a read-only API, OGC API – Features for GIS programs, and long exports as jobs."""
