"""The service's two front doors, HTTP and the command line."""
