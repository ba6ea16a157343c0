"""Pictures and words into unit vectors.

In order: `encoder` (the protocol and the card), `hash_encoder` (no meaning, for tests),
`clip_encoder` (any open_clip model), `models` (names to encoders), `demo_model` (the shipped
demonstration checkpoint).
"""
