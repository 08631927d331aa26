"""What a drill found: each proof with its figure on a line of its own, and whether all held."""

import time


class Report:
    """Prints proofs as they come, with the seconds since the start."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self.passed = self.failed = 0

    @property
    def seconds(self) -> float:
        """How long it takes so far."""
        return time.monotonic() - self._begun

    def step(self, words: str) -> None:
        """Say what is done now."""
        print(f"[{self.seconds:5.0f} s] {words}", flush=True)

    def proof(self, claim: str, holds: bool, figure: object = "") -> None:
        """Tell whether something holds, and by which figure; when it doesn't, the whole fails."""
        self.passed, self.failed = self.passed + bool(holds), self.failed + (not holds)
        print(f"          {'ok    ' if holds else 'FAILED'} {claim}{f': {figure}' if str(figure) else ''}", flush=True)

    def none(self, claim: str, found: list) -> None:
        """Tell that nothing of a kind was found, or the first of what was."""
        rest = f" … and {len(found) - 8} more" if len(found) > 8 else ""
        self.proof(claim, not found, "; ".join(map(str, found[:8])) + rest)

    def note(self, words: str) -> None:
        """Say something that proves nothing by itself."""
        print(f"                 {words}", flush=True)

    def close(self) -> int:
        """Print the closing line; gives the exit code."""
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return int(self.failed > 0)
