"""Errors of this package.

EmbeddingError
├── UnknownModel        no model of that name, or no checkpoint at that path
└── UnusableCheckpoint  a checkpoint is there but cannot be loaded
"""


class EmbeddingError(Exception):
    """Any failure of the embeddings package; the message says what to do."""


class UnknownModel(EmbeddingError):
    """No model of that name is known, and no checkpoint lies at that path."""


class UnusableCheckpoint(EmbeddingError):
    """A checkpoint was found but cannot be loaded."""
