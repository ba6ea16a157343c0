"""Footage files: `probe`, `decode`, `cut`. The only place that imports PyAV."""
