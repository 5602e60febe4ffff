"""How the pages are built: ``sphinx-build -W -c docs . build/docs``; a broken link or reference is an error.

The root is the checkout, so that links between docs/, README, evals/ and the rest are checked as well.
"""

from importlib.metadata import version as _version

project = "plan-summarizer"
author = "The plan-summarizer authors"
version = release = _version("plan-summarizer")
extensions = ["myst_parser", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown"}
html_theme = "furo"
html_title = project
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_class_signature = "separated"
nitpicky = False
root_doc = "docs/index"
include_patterns = ["docs/**.md", "*.md", "evals/**.md", "seeds/*.md", "prompts/README.md", "schemas/*.md"]
include_patterns += ["benchmarks/*.md", "deploy/*.md", "examples/**.md", "summarizer/**/README.md"]
exclude_patterns = ["**/node_modules", "**/.venv", "venv", "build", "**/*.dist-info"]
suppress_warnings = ["toc.not_included"]
