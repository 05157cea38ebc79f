// Small comforts of the frame; every page works without them.
const root = document.documentElement;

function chooseTheme(choice) {
  const age = choice ? 31536000 : 0;
  document.cookie = `theme=${choice}; path=/; max-age=${age}; samesite=lax`;
  root.toggleAttribute("data-theme-chosen", Boolean(choice));
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.bsTheme = choice || (dark ? "dark" : "light");
  markTheme();
}

function markTheme() {
  const chosen = root.hasAttribute("data-theme-chosen") ? root.dataset.bsTheme : "";
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen));
  }
}

// What only works with JavaScript is hidden until it is here.
function reveal(scope) {
  for (const part of scope.querySelectorAll("[data-theme-menu], [data-copy], [data-select-all]")) {
    part.hidden = false;
  }
}

async function copy(button) {
  const word = button.querySelector(".copy-word");
  const before = word.textContent;
  await navigator.clipboard.writeText(button.dataset.copy);
  word.textContent = button.dataset.done;
  setTimeout(() => { word.textContent = before; }, 2000);
}

function selectAll(box) {
  const names = `input[type="checkbox"][name="${box.value}"]`;
  for (const other of box.closest("table").querySelectorAll(names)) other.checked = box.checked;
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target);
  const copying = event.target.closest("[data-copy]");
  if (copying) copy(copying);
  const choice = event.target.closest("[data-theme-choice]");
  if (choice) chooseTheme(choice.dataset.themeChoice);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-select-all] input")) selectAll(event.target);
});

// A form sent twice is refused by the server; this spares the person the refusal.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-once]")) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = event.target.closest("details.menu[open]");
    closeMenus(null);
    if (open) open.querySelector("summary").focus();
  }
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const search = document.getElementById("shell-search");
    if (search) { event.preventDefault(); search.focus(); }
  }
});

document.addEventListener("htmx:afterSwap", (event) => reveal(event.target.parentElement || document));

reveal(document);
markTheme();
document.querySelector("[data-error-summary]")?.focus();
