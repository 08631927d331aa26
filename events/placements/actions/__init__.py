"""Every write of exchanges."""
