"""Opening the state: tables made and migrated, once, by whoever comes first; trouble said."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from search.errors import StateFailed
from search.state import migrations
from search.state.audit import AuditEntry
from search.state.database import State, open_state
from search.state.migrate import NEWEST, revision
from search.state.models import Table
from search.state.store import Store
from tests.databases import Change


def test_the_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "state.sqlite"
    with open_state(f"sqlite:///{file}") as state:
        state.keys.add("desk")
        modes = {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    assert modes == {0o600}


def test_what_was_written_is_there_when_it_is_opened_again(state_url: str) -> None:
    with open_state(state_url) as state:
        token = state.keys.add("desk")
    with open_state(state_url) as state:
        assert state.keys.check(token) == "desk"


def test_migrations_make_the_tables_of_the_models(state: State) -> None:
    with state.store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_an_older_state_is_migrated_and_keeps_what_it_holds(state_url: str) -> None:
    with open_state(state_url) as state:
        token = state.keys.add("desk")
        search = state.audit.write(AuditEntry("desk", "VA-118", "why", "x", {}, {}))
        state.audit.write(AuditEntry("desk", None, None, "y", {}, {}))
        with state.store.writing() as connection:
            config = Config()
            config.set_main_option("script_location", str(Path(migrations.__path__[0])))
            config.attributes["connection"] = connection
            command.downgrade(config, "0001")
            assert not inspect(connection).has_table("cases")
    with open_state(state_url) as state:
        assert state.keys.check(token) == "desk"
        assert [record.id for record in state.audit.list(9, "VA-118")] == [search]
        assert state.audit.verify_chain().broken_at is None


def test_the_newest_migration_is_the_one_named() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__path__[0])))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [NEWEST]


def test_many_processes_may_open_a_new_state_at_once(state_url: str) -> None:
    code = "import sys; from search.state.database import open_state; open_state(sys.argv[1])"
    opening = [subprocess.Popen([sys.executable, "-c", code, state_url]) for _ in range(6)]
    assert [one.wait(60) for one in opening] == [0] * 6
    with open_state(state_url) as state:
        assert not state.keys.any()


def test_a_state_made_by_a_newer_version_is_left_alone(state_url: str, change: Change) -> None:
    open_state(state_url).close()
    change("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StateFailed, match="newer truyvet"):
        open_state(state_url)
    store = Store(state_url)
    with store.reading() as connection:
        assert revision(connection) == "9999"
    store.close()


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    file = tmp_path / "state.sqlite"
    file.write_bytes(b"not a database, but long enough to be read as one" * 40)
    with pytest.raises(StateFailed, match="not a database"):
        open_state(f"sqlite:///{file}")


@pytest.mark.parametrize("url", ["nonsense", "nosuch://host/db", "sqlite:////proc/none/x.sqlite"])
def test_a_url_that_leads_nowhere_is_said(url: str) -> None:
    with pytest.raises(StateFailed):
        open_state(url)


@pytest.mark.parametrize("driver", ["postgresql", "postgresql+psycopg"])
def test_a_password_in_the_url_is_not_told(driver: str) -> None:
    url = f"{driver}://desk:s3cret@127.0.0.1:1/truyvet"
    with pytest.raises(StateFailed) as failed:
        open_state(url)
    assert "s3cret" not in str(failed.value)


def test_opening_what_is_up_to_date_needs_no_alembic(state_url: str) -> None:
    open_state(state_url).close()
    code = (
        "import sys; from search.state.database import open_state; open_state(sys.argv[1]).close();"
        "sys.exit('alembic' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, state_url], env=dict(os.environ), check=False
    )
    assert done.returncode == 0
