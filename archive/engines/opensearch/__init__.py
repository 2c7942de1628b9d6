"""The engine of an archive that outgrew a machine. ``server`` is the only importer of the client library."""
