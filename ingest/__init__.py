"""ingest: from sources to readings; knows graphkit's model, not its ranking."""
