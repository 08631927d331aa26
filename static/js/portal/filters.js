// Filters stand open where there is room beside the results; on a phone they wait behind their button.
const wide = window.matchMedia("(min-width: 56rem)");
const openWhereRoom = () => {
  for (const filters of document.querySelectorAll("details.filters")) filters.open = wide.matches;
};
openWhereRoom();
wide.addEventListener("change", openWhereRoom);
document.addEventListener("portal:swapped", (event) => {
  if (wide.matches) for (const filters of event.target.querySelectorAll("details.filters")) filters.open = true;
});
