"""Kinds of words, one letter each, so that a regular expression can read their order.

| letter  | kind                                                          | as in         |
|---------|---------------------------------------------------------------|---------------|
| g       | greeting, thanks, particle                                    | hi, nha       |
| p, s    | who asks or is asked; somebody, asked only after `a`          | you, someone  |
| a, A, R | asking; asking that needs no verb; a formal request           | could, need   |
| d       | asking where it begins a question                             | did           |
| v, k, V | what one is asked to do; the same only after others; for sure | find, seen    |
| S       | says or asks that something was                               | says, know if |
| b, B, m | what goes with a verb; the favour; for whom                   | up, giùm, me  |
| e, f    | haste, only at the end; filler                                | đi, nay       |
| q, Q    | question word; one that asks people                           | is there      |
| O, T    | opens a clause about the asker; addresses                     | em là, attn   |
| U, E    | office or trade; ends a clause that names one                 | công an, here |
| w       | any other word                                                |               |
| , and _ | punctuation; what has been taken out                          |               |
"""

from typing import Literal

Kind = Literal[
    "g", "p", "s", "a", "A", "R", "d", "v", "k", "V", "S", "b", "B", "m", "e", "q", "Q", "f",
    "O", "T", "U", "E", "w",
]  # fmt: skip
