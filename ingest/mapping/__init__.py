"""Foreign tables read as facts: what their columns and values mean."""
