"""How long very many documents take and what they cost: measured a document, simulated, and checked beside a batch."""
