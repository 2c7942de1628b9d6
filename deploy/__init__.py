"""Running Archive on real machines."""
