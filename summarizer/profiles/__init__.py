"""A genre's prompts, response schema and lexicons, built in or of a user's own."""
