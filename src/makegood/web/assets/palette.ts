// The command palette: places and acts of this page, and whatever the search finds.
export function servePalette(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#palette");
  const input = dialog?.querySelector("input");
  const list = dialog?.querySelector<HTMLElement>("[data-palette-list]");
  if (!dialog || !input || !list) return;
  let waiting = 0;
  let asked = 0;
  const fill = (): void => {
    clearTimeout(waiting);
    const text = input.value.trim();
    list.replaceChildren(...placesFor(text));
    choose(list, 0);
    const question = ++asked;
    if (text.length < 2) return;
    waiting = window.setTimeout(() => {
      void fetch(`${dialog.dataset.search ?? ""}?q=${encodeURIComponent(text)}`, { headers: { "HX-Request": "true" } })
        .then((answer) => (answer.ok ? answer.text() : ""))
        .then((html) => {
          if (question !== asked) return; // something else was typed since
          list.insertAdjacentHTML("beforeend", html);
          if (!list.querySelector('[aria-selected="true"]')) choose(list, 0);
        });
    }, 120);
  };
  input.addEventListener("input", fill);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      choose(list, chosen(list) + step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      list.querySelectorAll<HTMLElement>("[role=option]")[chosen(list)]?.click();
    }
  });
  document.addEventListener("palette", () => {
    input.value = "";
    fill();
    dialog.showModal();
  });
}

function placesFor(text: string): HTMLElement[] {
  const wanted = text.toLocaleLowerCase();
  const places = [...document.querySelectorAll<HTMLAnchorElement>("a[data-place]")];
  const seen = new Set<string>();
  return places
    .filter((link) => !seen.has(link.href) && seen.add(link.href))
    .filter((link) => (link.dataset.place ?? "").toLocaleLowerCase().includes(wanted))
    .map((link) => {
      const option = document.createElement("a");
      option.href = link.href;
      option.setAttribute("role", "option");
      option.textContent = link.dataset.place ?? "";
      return option;
    });
}

function chosen(list: HTMLElement): number {
  return [...list.querySelectorAll("[role=option]")].findIndex((one) => one.getAttribute("aria-selected") === "true");
}

function choose(list: HTMLElement, number: number): void {
  const options = [...list.querySelectorAll("[role=option]")];
  const wanted = (number + options.length) % Math.max(options.length, 1);
  options.forEach((option, place) => {
    option.setAttribute("aria-selected", String(place === wanted));
    option.id = `option-${place}`;
    if (place === wanted) option.scrollIntoView({ block: "nearest" });
  });
  list
    .closest("dialog")
    ?.querySelector("input")
    ?.setAttribute("aria-activedescendant", options.length ? `option-${wanted}` : "");
}
