"""The one place that opens files for writing: whole or not at all, and over nothing that the run reads."""
