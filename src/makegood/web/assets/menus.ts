// Menus are <details>: they open without a script; this closes them again. Notices can be put away.
export function serveMenus(): void {
  document.addEventListener("click", (event) => {
    const at = event.target as Element;
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
      if (!menu.contains(at)) menu.open = false;
    }
    const opener = at.closest<HTMLElement>("[data-opens]");
    if (opener) document.querySelector<HTMLDialogElement>(`#${opener.dataset.opens}`)?.showModal();
    const closer = at.closest("[data-closes]");
    closer?.closest("dialog")?.close();
    if (at instanceof HTMLDialogElement) at.close(); // a click beside it
    at.closest("[data-dismiss]")?.closest(".notice")?.remove();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
  for (const select of document.querySelectorAll<HTMLSelectElement>("select[data-submits]")) {
    select.addEventListener("change", () => select.form?.requestSubmit());
  }
}
