"""nbgrader's feedback pages: what many of them share is marked up once."""

import functools
from typing import Any

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode

MANY_TEXTS = 1000  # of all submissions together, the author's own among them
LONG_TEXT = 20_000  # a longer one is not kept


class Pages(HTMLExporter):
    """Writes one page after the other, with templates and the author's texts made once."""

    def __init__(self, **settings: Any):
        super().__init__(**settings)
        marked_up = functools.partial(super().markdown2html, {})
        self.marked_up = functools.lru_cache(MANY_TEXTS)(marked_up)
        self.colored = functools.lru_cache(MANY_TEXTS)(
            Highlight2HTML(pygments_lexer="ipython3", parent=self)
        )

    @pass_context
    def markdown2html(self, context: dict, source: str) -> str:
        """Return a Markdown text as HTML."""
        if context.get("cell", {}).get("attachments") or len(source) > LONG_TEXT:
            return super().markdown2html(context, source)
        return self.marked_up(source)

    def highlight_code(
        self, source: str, language: str | None = None, metadata: dict | None = None
    ) -> str:
        """Return code in colors."""
        kept = len(source) <= LONG_TEXT
        return (self.colored if kept else self.colored.__wrapped__)(source, language)

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict | None = None, **more: Any
    ) -> tuple[str, dict]:
        """Return the page of a notebook.

        HTMLExporter would read the whole page again, only to give each picture an alternative
        text: here the pictures have one before.
        """
        for cell in nb.cells:
            for output in cell.get("outputs", []):
                if "data" in output:
                    output.metadata.setdefault("alt", "A figure that this cell has drawn")
        resources = self._init_resources(resources)
        widgets = WidgetsDataTypeFilter(
            notebook_metadata=self._nb_metadata, parent=self, resources=resources
        )
        self.register_filter("highlight_code", self.highlight_code)
        self.register_filter("filter_data_type", widgets)
        return super(HTMLExporter, self).from_notebook_node(nb, resources, **more)
