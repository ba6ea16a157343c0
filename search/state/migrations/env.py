"""What Alembic runs: the migrations, on the connection handed over by `search.state.migrate`."""

from alembic import context

from search.state.models import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
)
context.run_migrations()
