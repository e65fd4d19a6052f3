// Keys: "/" searches, "?" explains, "g" and a letter goes, Ctrl-K opens the palette, Ctrl-Enter sends a form.
export function serveKeyboard(): void {
  let going = 0;
  document.addEventListener("keydown", (event) => {
    const at = event.target as HTMLElement;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      document.dispatchEvent(new Event("palette"));
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      at.closest("form")?.requestSubmit();
      return;
    }
    const typing = at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName);
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (Date.now() - going < 1500) {
      going = 0;
      const link = document.querySelector<HTMLAnchorElement>(`a[data-key="${CSS.escape(event.key)}"]`);
      if (link) {
        event.preventDefault();
        link.click();
        return;
      }
    }
    if (event.key === "g") going = Date.now();
    else if (event.key === "/") {
      event.preventDefault();
      document.querySelector<HTMLInputElement>("#search")?.focus();
    } else if (event.key === "?") document.querySelector<HTMLDialogElement>("#keys")?.showModal();
  });
  document.querySelector("[data-palette-opener]")?.addEventListener("click", () => {
    document.dispatchEvent(new Event("palette"));
  });
}
