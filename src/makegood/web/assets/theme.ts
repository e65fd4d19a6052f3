// Runs before the page is painted: the look that was chosen on this device, or the one of the system.
const dark = matchMedia("(prefers-color-scheme: dark)");

function paint(): void {
  const chosen = localStorage.getItem("look") ?? "auto";
  const look = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
  document.documentElement.dataset.bsTheme = look;
}

paint();
dark.addEventListener("change", paint);
addEventListener("storage", paint);
addEventListener("look", paint);

export {};
