"""The simulated district: streets, cameras, traffic, pictures, and what people write about it.

In order: `network`, `cameras` (where things are), `things` and `shapes` (what moves and how it
looks), `draw` (one thing into one picture), `crops` and `captions` (pictures and words to learn
from), `told_events` and `reworded` (reports whose right answer is known, and questions for them).
"""
