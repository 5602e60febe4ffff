"""Servers for a GGUF file that come by pip or lie on the PATH, side by side on the same requests."""
