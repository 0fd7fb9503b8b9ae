"""Where Alembic enters: it works on the connection that ``application.migrations`` hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
