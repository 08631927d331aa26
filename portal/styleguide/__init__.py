"""Development only: every component of templates/components/, drawn from the contexts that the tests use."""
