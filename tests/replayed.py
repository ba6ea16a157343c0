"""A search replayed by another process: a program started anew."""

import json
import os
import subprocess
import sys
from typing import Any

_REPLAY = """
import json, sys
from search.service import Service
from search.settings import Settings
from search.state.database import open_state
settings = Settings(**json.loads(sys.argv[1]))
with open_state(settings.state_url) as state:
    replayed = Service(settings, state).replay(int(sys.argv[2]), "court", "VA-118", "phúc thẩm")
print(json.dumps(replayed))
"""


def restarted(search: int, **settings: str | None) -> dict[str, Any]:
    """What a replay says in a process of its own, where sets have an order of their own."""
    command = [sys.executable, "-c", _REPLAY, json.dumps(settings), str(search)]
    environment = {**os.environ, "PYTHONHASHSEED": "11"}
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout)
    return found
