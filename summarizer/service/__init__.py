"""Entry points for other programs: the service over HTTP and its client, tools over MCP, and tokens for both."""
