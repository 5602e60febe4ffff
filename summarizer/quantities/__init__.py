"""Quantities: written numbers with their units and comparators, dates, and what only looks like a quantity."""
