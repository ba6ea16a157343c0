"""The HTTP API and the page: `app`, `wire` (shapes), `problems` (errors), `page/`."""
