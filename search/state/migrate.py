"""Brings the tables of an opened database to the newest form."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from search.errors import StateFailed

NEWEST = "0005"
"""The last migration in `migrations/versions`; a database that has it needs no Alembic."""
_FOLDER = Path(__file__).parent / "migrations"


def migrate(connection: Connection) -> None:
    """Run the migrations that are missing, inside the connection's transaction.

    StateFailed if the database was made by a newer version of this program.
    """
    if revision(connection) == NEWEST:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StateFailed(
            f"the operational database is not of this version ({error}); "
            "a newer truyvet made it: update this one, or use another data folder"
        ) from error


def revision(connection: Connection) -> str | None:
    """The last migration that was run on a database; None on an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found
