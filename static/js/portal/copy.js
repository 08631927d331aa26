// A field with something to copy has a button for it; without this one selects it by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = said.dataset.copied;
    } catch {
      // Not allowed, or not on https: the text stands selected, ready for the keyboard.
      field.focus();
      said.textContent = said.dataset.selected;
    }
  });
}
