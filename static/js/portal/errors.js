// After a refused form the summary gets the focus, so that it is read first and its links are one tab away.
const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();
