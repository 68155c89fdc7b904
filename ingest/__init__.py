"""Files and feeds on their way to becoming facts in a store."""
