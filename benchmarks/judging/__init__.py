"""Ways of asking a model for judgements, compared on invented questions with known answers."""
