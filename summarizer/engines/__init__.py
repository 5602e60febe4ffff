"""Engines: how candidates are made, by rules alone or with a model's judgement on top."""
