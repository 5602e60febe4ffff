"""What may be configured, from which layers, and where configuration and caches lie."""
