"""One module for each kind of evidence: what an article's date, authors, agencies, language and places are."""
