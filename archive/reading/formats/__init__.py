"""One module for each format: the bytes or the text of a file → extractions."""
