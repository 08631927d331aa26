"""Looking back on an exchange: two sealed reflections, a joint summary, a story and evidence."""
