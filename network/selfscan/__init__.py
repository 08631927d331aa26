"""The self-scan: how a school stands on what makes coaching work, for itself."""
