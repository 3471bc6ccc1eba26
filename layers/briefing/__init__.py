"""A view as a briefing: sentences composed from its numbers, a PDF of two to four pages, a deck of slides."""
