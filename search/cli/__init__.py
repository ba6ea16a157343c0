"""The `truyvet` command: `main` (grammar of the command) and one module a group."""
