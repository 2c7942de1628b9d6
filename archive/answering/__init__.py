"""What an engine found → results: hits with snippets, facets, a timeline, suggestions, similar articles."""
