"""stories: what coaches and pilots learned."""
