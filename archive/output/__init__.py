"""Results and articles → lines of a terminal, JSON, CSV, RIS, BibTeX, citations. No input or output here."""
