"""Alembic's entry: runs the migrations on the connection it is handed by `storage.migrate`."""

from alembic import context

from storage.staff_tables import staff

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=staff.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
