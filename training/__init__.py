"""Fits the search to the articles' questions; runs on a developer's machine, never deployed. See docs/search.md."""
