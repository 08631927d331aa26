// Says which result of a question was opened first: its place, with the ticket of the question, nothing of who looks.
// A page of results that was filtered or leafed through has no ticket of its own; the one of the same question counts.
let ticket = "";
let address = "";
let question = "";
const asked = () => new URLSearchParams(location.search).get("q") ?? "";
const sayOpened = (event) => {
  const result = event.target.closest?.("a[href]")?.closest("[data-first] > li");
  if (!result || event.button > 1) return;
  const first = Number(result.parentElement.dataset.first);
  // What editors promoted has no place in the list.
  const place = first && first + [...result.parentElement.children].indexOf(result);
  const here = document.querySelector("[data-ticket]");
  if (here) {
    ({ ticket, opened: address } = here.dataset);
    question = asked();
  }
  if (!ticket || question !== asked()) return;
  navigator.sendBeacon(address, new URLSearchParams({ ticket, place }));
};
document.addEventListener("click", sayOpened);
document.addEventListener("auxclick", sayOpened);
