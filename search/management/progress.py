"""Shows how far a long command is: one line that rewrites itself on a terminal, plain lines anywhere else."""

from time import monotonic

from django.core.management.base import OutputWrapper
from django.utils.translation import gettext as _

WIDTH = 30
# On a terminal at most so often, elsewhere (a log) a line no sooner than this, and one for each part's end.
REDRAW_SECONDS = 0.1
LINE_SECONDS = 10.0


class Progress:
    """Reports (part, done, total) as they come."""

    def __init__(self, out: OutputWrapper) -> None:
        self._out = out
        self._is_terminal = out.isatty()
        self._part = ""
        self._shown_at = 0.0

    def __call__(self, part: str, done: int, total: int) -> None:
        """Show a position.

        Parameters:
            part: What is at work, e.g. a kind of content.
            done: So many are ready.
            total: Of so many; done equals total at the end of the part.
        """
        now, pause = monotonic(), REDRAW_SECONDS if self._is_terminal else LINE_SECONDS
        if part != self._part:
            self._part, self._shown_at = part, now if not self._is_terminal else 0.0
        if done < total and now - self._shown_at < pause:
            return
        self._shown_at = now
        if self._is_terminal:
            self._out.write(f"\r{self._bar(done, total)}", ending="\n" if done >= total else "")
            self._out.flush()
        elif done < total:
            self._out.write(_("%(kind)s: %(count)s of %(total)s read") % self._numbers(done, total))
        else:
            self._out.write(_("%(kind)s: %(count)s read") % self._numbers(done, total))

    def _numbers(self, done: int, total: int) -> dict[str, object]:
        return {"kind": self._part, "count": done, "total": total}

    def _bar(self, done: int, total: int) -> str:
        filled = WIDTH if done >= total else WIDTH * done // total
        return f"{self._part[:20]:20} [{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total}"
