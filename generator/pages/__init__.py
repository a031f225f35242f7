"""The pages and sheets themselves, from the guides: Markdown, drawings, tables for the browser, the finder."""
