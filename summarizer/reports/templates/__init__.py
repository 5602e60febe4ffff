"""The Word templates that come along, and the script that makes them: ``python -m summarizer.reports.templates``."""
