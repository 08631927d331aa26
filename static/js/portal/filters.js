// Filters stand open where there is room beside the results; on a phone they wait behind their button, or stand as
// someone left them before this script was there.
const wide = window.matchMedia("(min-width: 56rem)");
const openWhereRoom = (place) => {
  if (wide.matches) for (const filters of place.querySelectorAll("details.filters")) filters.open = true;
};
openWhereRoom(document);
wide.addEventListener("change", () => {
  for (const filters of document.querySelectorAll("details.filters")) filters.open = wide.matches;
});
document.addEventListener("portal:swapped", (event) => openWhereRoom(event.target));
