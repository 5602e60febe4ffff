"""The ways of reading a plan, compared on the seeds with one local model."""
