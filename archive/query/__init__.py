"""A question → the tree of what was asked → a plan that every engine can run."""
