"""The pages about questions. GET asks, POST acts."""
