"""Jobs of other services: `request` → `queue` → `runner`, a process of its own → `work`."""
