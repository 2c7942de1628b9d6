"""The Tantivy engine: native, memory-mapped, for up to millions of articles on one machine.

``index`` is the only importer of Tantivy: its writer, its searcher, plans as its queries. ``counting`` counts values,
``entries`` says what it keeps of an article, ``engine`` joins all to an ``Engine``, ``tuning`` has their constants.
"""
