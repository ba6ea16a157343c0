"""The HTTP API and the page: `app`, `wire`, `shown` (shapes), `problems` (errors), `page/`."""
