"""The Model Context Protocol: tools with which a model, or any other client, has plans read, compared and reconciled.

``server.py`` speaks the protocol, ``plan_tools.py`` does what a tool promises, ``pages.py`` are the answers, bounded in
size.
"""
