"""What Alembic runs: upgrade over the connection that the store hands in."""

from __future__ import annotations

from alembic import context

if hasattr(context, "config"):  # only while Alembic runs this, not for whoever imports
    context.configure(
        connection=context.config.attributes["connection"], transactional_ddl=True
    )
    with context.begin_transaction():
        context.run_migrations()
