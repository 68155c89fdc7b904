"""Values as people type them, as the texts that native files hold."""
