// After a refused form the summary gets the focus, so that it is read first and its links are one tab away. Who already
// went on to a field stays there.
const summary = document.querySelector("[data-error-summary]");
if (summary && document.activeElement === document.body) summary.focus();
