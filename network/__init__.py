"""network: people and institutions."""
