"""Opening the state: tables made and migrated, once, by whoever comes first; trouble said."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from search.errors import StateFailed
from search.state import migrations
from search.state.database import open_state
from search.state.migrate import NEWEST
from search.state.models import Table


def test_the_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "state.sqlite"
    with open_state(f"sqlite:///{file}") as state:
        state.keys.add("desk")
        modes = {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    assert modes == {0o600}


def test_what_was_written_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'state.sqlite'}"
    with open_state(url) as state:
        token = state.keys.add("desk")
    with open_state(url) as state:
        assert state.keys.check(token) == "desk"


def test_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'state.sqlite'}"
    open_state(url).close()
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []
    engine.dispose()


def test_the_newest_migration_is_the_one_named() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__path__[0])))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [NEWEST]


def test_many_processes_may_open_a_new_state_at_once(tmp_path: Path) -> None:
    code = "import sys; from search.state.database import open_state; open_state(sys.argv[1])"
    url = f"sqlite:///{tmp_path / 'state.sqlite'}"
    opening = [subprocess.Popen([sys.executable, "-c", code, url]) for _ in range(6)]
    assert [one.wait(60) for one in opening] == [0] * 6
    with open_state(url) as state:
        assert not state.keys.any()


def test_a_state_made_by_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "state.sqlite"
    open_state(f"sqlite:///{file}").close()
    connection = sqlite3.connect(file)
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StateFailed, match="newer truyvet"):
        open_state(f"sqlite:///{file}")
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)
    connection.close()


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    file = tmp_path / "state.sqlite"
    file.write_bytes(b"not a database, but long enough to be read as one" * 40)
    with pytest.raises(StateFailed, match="not a database"):
        open_state(f"sqlite:///{file}")


@pytest.mark.parametrize("url", ["nonsense", "nosuch://host/db", "sqlite:////proc/none/x.sqlite"])
def test_a_url_that_leads_nowhere_is_said(url: str) -> None:
    with pytest.raises(StateFailed):
        open_state(url)


def test_a_password_in_the_url_is_not_told(tmp_path: Path) -> None:
    url = "postgresql+psycopg://desk:s3cret@127.0.0.1:1/truyvet"
    with pytest.raises(StateFailed) as failed:
        open_state(url)
    assert "s3cret" not in str(failed.value)


def test_opening_what_is_up_to_date_needs_no_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'state.sqlite'}"
    open_state(url).close()
    code = (
        "import sys; from search.state.database import open_state; open_state(sys.argv[1]).close();"
        "sys.exit('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, url], env=dict(os.environ), check=False)
    assert done.returncode == 0
