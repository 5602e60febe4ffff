"""Measures of speed and memory, each beside the bound that it has to keep; see README.md here."""
