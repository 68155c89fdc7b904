"""Foreign tables, before anything is known of their columns."""
