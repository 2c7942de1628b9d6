"""The engines: each holds articles and answers plans. The rest of the archive knows of them what ``base`` says.

A new engine is a folder here that satisfies ``base.Engine``, a line in ``choice`` and in ``indexing.generations``, and
a line in ``tests/contract/conftest.py``.
"""
