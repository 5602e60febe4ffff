"""Several documents beside each other: targets by indicator, and a plan against the report on it."""
