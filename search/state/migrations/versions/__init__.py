"""The migrations in order, one file each; one that was released never changes."""
