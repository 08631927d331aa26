"""Which places and wishes fit: suggestions with reasons, swaps, rings of three, a proposal for all."""
