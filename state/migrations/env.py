"""Runs migrations on the connection it is given; its transaction belongs to the caller."""

from __future__ import annotations

from alembic import context

from state.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
