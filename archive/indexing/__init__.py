"""seeds/ ↔ index: what lies there is read, analysed and written, generation by generation."""
