"""What holds for all tests: no example of Hypothesis is timed, since a machine may be busy with something else."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
