// Comforts of lists: choices fetched when their menu opens, and a record at a glance.
const found = (menu) => menu.querySelector(".choice-found");

// Events of opening do not bubble, so they are caught on their way down.
document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (menu.open && menu.matches("details[data-fetch]")) htmx.trigger(found(menu), "opened");
}, true);

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.matches(".choice-found")) event.target.querySelector("input")?.focus();
  if (event.target.id === "peek" && !event.target.open) event.target.showModal();
});

// The list is filtered without loading the bar anew, so its buttons are kept in step here.
document.addEventListener("change", (event) => {
  const menu = event.target.closest(".choice-menu");
  const summary = menu?.querySelector("summary[data-any]");
  if (!summary) return;
  const chosen = [...menu.querySelectorAll("input:checked")];
  const words = chosen.map((box) => box.parentElement.textContent.trim()).join(", ");
  summary.querySelector("span").textContent = words || summary.dataset.any;
  summary.setAttribute("aria-label", `${summary.dataset.label}: ${words || summary.dataset.any}`);
});

// A click beside the panel closes it; Escape and giving back the focus are the browser's work.
document.addEventListener("click", (event) => {
  if (event.target.matches("dialog.peek[open]")) event.target.close();
});
