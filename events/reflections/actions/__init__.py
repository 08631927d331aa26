"""Every write of reflections."""
