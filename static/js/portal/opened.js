// Says which result of a question was opened first: its place, with the ticket of the question, nothing of who looks.
// The ticket stands beside the list that swap.js changes, so it goes for filtered and further pages of the question too.
const sayOpened = (event) => {
  const result = event.target.closest?.("a[href]")?.closest("[data-first] > li");
  const asked = document.querySelector("[data-ticket]");
  if (!result || !asked || event.button > 1) return;
  const { ticket, opened } = asked.dataset;
  const first = Number(result.parentElement.dataset.first);
  // What editors promoted has no place in the list.
  const place = first && first + [...result.parentElement.children].indexOf(result);
  navigator.sendBeacon(opened, new URLSearchParams({ ticket, place }));
};
document.addEventListener("click", sayOpened);
document.addEventListener("auxclick", sayOpened);
