"""Making it happen and knowing what happened: event store, commands, read models, rates."""
