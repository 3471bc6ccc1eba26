"""Views as files for other programs: map layers and tables, each with what it is written inside."""
