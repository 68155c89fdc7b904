"""Pictures of the graph: payloads, layouts, the explorer and the offline report."""
