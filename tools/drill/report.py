"""What a drill found: each proof with its figure on a line of its own, and whether all held."""

import time


class Report:
    """Prints proofs as they come, with the seconds since the start; as part of a whole, when the whole takes it."""

    def __init__(self, whole: "Report | None" = None) -> None:
        self._begun: float = whole._begun if whole else time.monotonic()
        self._lines: list[str] | None = [] if whole else None
        self.passed = self.failed = 0

    def _say(self, line: str) -> None:
        if self._lines is None:
            print(line, flush=True)
        else:
            self._lines.append(line)

    def take(self, part: "Report") -> None:
        """Print what a part found, and count it."""
        self._say("\n".join(part._lines or []))
        self.passed, self.failed = self.passed + part.passed, self.failed + part.failed

    @property
    def seconds(self) -> float:
        """How long it takes so far."""
        return time.monotonic() - self._begun

    def step(self, words: str) -> None:
        """Say what is done now."""
        self._say(f"[{self.seconds:5.0f} s] {words}")

    def proof(self, claim: str, holds: bool, figure: object = "") -> None:
        """Tell whether something holds, and by which figure; when it doesn't, the whole fails."""
        self.passed, self.failed = self.passed + bool(holds), self.failed + (not holds)
        self._say(f"          {'ok    ' if holds else 'FAILED'} {claim}{f': {figure}' if str(figure) else ''}")

    def none(self, claim: str, found: list) -> None:
        """Tell that nothing of a kind was found, or the first of what was."""
        rest = f" … and {len(found) - 8} more" if len(found) > 8 else ""
        self.proof(claim, not found, "; ".join(map(str, found[:8])) + rest)

    def note(self, words: str) -> None:
        """Say something that proves nothing by itself."""
        self._say(f"                 {words}")

    def close(self) -> int:
        """Print the closing line; gives the exit code."""
        self._say(f"{self.passed} passed, {self.failed} failed")
        return int(self.failed > 0)
