"""Facts in a Neo4j server."""
