"""What a synthetic voice is to say."""

from dataclasses import dataclass


@dataclass
class Line:
    """One sentence in one voice.

    The text may spell out a pronunciation where a voice would slur or misread the word, as [[…]] for joe (its "file a"
    sounds like "follow") and as [word](/…/) for hibari.
    """

    voice: str
    text: str
    speed: float = 1.0
    take: int = 0
