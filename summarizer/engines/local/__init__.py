"""A model on the user's own machine."""
