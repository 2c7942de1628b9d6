"""Keeps an index in step with the documents in ``seeds/``.

One run (``run.update_index``) goes through this room in this order:

1. ``scan``: which files lie in ``seeds/``.
2. ``state``: what the index on this machine is; ``membership``: the same for a cluster that several machines fill.
3. ``decision``: whether the run keeps the index, updates it, or builds a new one, and why.
4. ``seed_reading``, ``analysis`` and ``workers``: files become articles with their words, in several processes.
5. ``generations``: where the index lies, and which one readers use; ``ledger``: which file was read with what outcome.
6. ``report``: what the run tells.

Beside the run: ``forget`` takes articles out for good and ``forgotten`` keeps them out, ``damage`` says what proves
that an index is damaged, ``doctor`` compares seeds, ledger and index, ``first_seen`` keeps what cannot be made again
from the seeds, ``watch`` starts a run whenever seeds change, ``paths`` reads files without an index, and
``current_index`` gives readers the index that is current. Tuned numbers stand in ``tuning``.
"""
