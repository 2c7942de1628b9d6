"""The OpenSearch engine: a cluster, for an archive that one machine does not hold, or that several front ends share.

``address`` reads where the cluster is; ``server`` sends requests and is the only importer of the client library;
``indices`` holds generations and aliases; ``entries``, ``query`` and ``lexicon`` say what is written and asked;
``engine`` joins them to an ``Engine``; ``tuning`` has their constants. docs/opensearch.md tells the operator's side.
"""
