"""The website: Markdown to HTML, links judged, an index for searching, an offline copy, a server's configuration."""
