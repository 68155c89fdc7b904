"""Tables and statements that are the same in every SQL database."""
