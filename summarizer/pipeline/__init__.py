"""From a source to a checked summary: extraction, merging, the session that many calls share."""
