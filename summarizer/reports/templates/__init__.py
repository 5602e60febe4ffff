"""The Word templates that come along; ``python -m summarizer.reports.templates`` copies them."""
