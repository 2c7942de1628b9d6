"""What is claimed of speed and quality, measured. ``python -m benchmarks`` runs all of speed; none of it is a test."""
