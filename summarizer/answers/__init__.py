"""A model's answers, kept: the response store of all runs, and recordings that answer offline."""
