"""Every write of applications."""
