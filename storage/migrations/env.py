"""Alembic's entry: runs the migrations on the connection it is handed by `storage.migrate`."""

from importlib import import_module
from pkgutil import iter_modules

from alembic import context

import storage
from storage.tables import metadata

for module in iter_modules(storage.__path__):
    if module.name.endswith("_tables"):  # each adds its tables to the metadata
        import_module(f"{storage.__name__}.{module.name}")

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
