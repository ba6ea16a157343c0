"""Settings of the program: one typed object, from `TRUYVET_…` variables or a TOML file.

A value given on the command line beats a variable, a variable beats `truyvet.toml` (in the working
folder, or where `TRUYVET_CONFIG` points).
"""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from indexer.folder import Folder


class Settings(BaseSettings):
    """Where things live and how they run. Every field is a `TRUYVET_…` variable."""

    model_config = SettingsConfigDict(env_prefix="TRUYVET_", extra="ignore", env_ignore_empty=True)

    data: str = Field("./truyvet-data", description="Folder or URI where the index lives.")
    model: str | None = Field(
        None, description="Encoder: `demo`, an open_clip name, or a checkpoint folder."
    )
    report_vectors: Literal["auto", "on", "off"] = Field(
        "auto",
        description="Reports by the vectors of their texts: `on`, `off`, or where "
        "`truyvet reports vectors measure` saw that the encoder's help.",
    )
    elasticsearch_url: str | None = Field(
        None,
        description="Elasticsearch for report text: one URL, or those of several nodes of a cluster"
        " parted by commas; unset: SQLite in the data folder.",
    )
    database_url: str | None = Field(
        None, description="SQLAlchemy URL of audit, keys, cases, jobs; unset: SQLite in the data."
    )
    area: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Wards and districts whose streets are meant where several share a name, by "
        "name or id, parted by `;`; an API key may have its own.",
    )
    scheduler: str | None = Field(None, description="Address of an outside Dask scheduler.")
    job_roots: str | None = Field(
        None, description="Folders that jobs of the API may read, parted by `:`; unset: none."
    )
    facebook_app_secret: SecretStr | None = Field(
        None, description="Secret of the Facebook app that sends webhooks; unset: none are taken."
    )
    facebook_verify_token: SecretStr | None = Field(
        None, description="What Facebook must say as it makes sure of the webhook's address."
    )
    zalo_app_id: str | None = Field(None, description="Id of the Zalo app that sends webhooks.")
    zalo_secret: SecretStr | None = Field(
        None, description="Secret of the Zalo Official Account; unset: no webhooks of it are taken."
    )
    intake_secret: SecretStr | None = Field(
        None, description="Secret that what other senders bring is signed with; unset: none."
    )
    extra_data: str | None = Field(
        None, description="Folder of real footage and tables for extra tests and benches."
    )
    notify: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Where watches may send messages: beginnings of http(s) URLs, e-mail "
        "addresses, `@domains`; parted by spaces or commas.",
    )
    webhook_secret: SecretStr | None = Field(
        None, description="What webhook messages are signed with: `whsec_` and base64, 24 bytes up."
    )
    smtp_url: SecretStr | None = Field(
        None, description="Mail server: `smtp://`, `smtps://` or `smtp+starttls://USER:PASS@HOST`."
    )
    mail_from: str | None = Field(None, description="Address that watches write e-mail from.")
    page_url: str | None = Field(
        None, description="Where the page is reached, for links in messages."
    )

    @field_validator("notify", mode="before")
    @classmethod
    def _parted(cls, value: object) -> object:
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("area", mode="before")
    @classmethod
    def _units(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(name.strip() for name in value.split(";") if name.strip())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then variables, then the TOML file."""
        file = Path(os.environ.get("TRUYVET_CONFIG", "truyvet.toml"))
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, file)

    @property
    def folder(self) -> Folder:
        """The data folder."""
        return Folder(self.data)

    @property
    def state_url(self) -> str:
        """The SQLAlchemy URL of the operational state."""
        return self.database_url or f"sqlite:///{self.folder.local_path('state.sqlite')}"
