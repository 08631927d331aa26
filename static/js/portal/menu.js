// The phone menu is a <details>: it works without this. Escape closes it and gives the focus back.
const drawer = document.querySelector(".drawer");
if (drawer) {
  const summary = drawer.querySelector("summary");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawer.open) {
      drawer.open = false;
      summary.focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (drawer.open && !drawer.contains(event.target)) drawer.open = false;
  });
}
