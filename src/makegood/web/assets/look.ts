// The look of this device: light, dark, or what the system says.
export function serveLook(): void {
  const chosen = localStorage.getItem("look") ?? "auto";
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-look]")) {
    button.setAttribute("aria-pressed", String(button.dataset.look === chosen));
    button.addEventListener("click", () => {
      localStorage.setItem("look", button.dataset.look ?? "auto");
      dispatchEvent(new Event("look"));
      serveLookMarks(button.dataset.look ?? "auto");
    });
  }
}

function serveLookMarks(chosen: string): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-look]")) {
    button.setAttribute("aria-pressed", String(button.dataset.look === chosen));
  }
}
