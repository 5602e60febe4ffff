"""The endpoint engine: improves the rules' candidate by asking a model what needs understanding.

Nothing here imports openai or instructor before an engine starts.
"""

from summarizer.engines.endpoint.engine import EndpointEngine, open_store
from summarizer.engines.endpoint.events import OnEvent, Progress

__all__ = ["EndpointEngine", "OnEvent", "Progress", "open_store"]
