"""The engine of a large archive on one machine. ``index`` is the only importer of Tantivy."""
