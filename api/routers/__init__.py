"""HTTP resources, one module each. A handler validates, asks once, and presents."""
