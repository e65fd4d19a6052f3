// Hover cards: a link with data-card shows what is behind it, for the mouse and for the keyboard.
const DELAY = 250;
const known = new Map<string, Promise<string>>();

export function serveCards(): void {
  let waiting = 0;
  const open = (event: Event): void => {
    const link = (event.target as Element).closest?.<HTMLAnchorElement>("a[data-card]");
    clearTimeout(waiting);
    if (link) waiting = window.setTimeout(() => void show(link), DELAY);
  };
  const close = (event: Event): void => {
    clearTimeout(waiting);
    const to = (event as MouseEvent | FocusEvent).relatedTarget as Element | null;
    if (!to?.closest?.(".hover-card")) hide();
  };
  document.addEventListener("mouseover", open);
  document.addEventListener("focusin", open);
  document.addEventListener("mouseout", close);
  document.addEventListener("focusout", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
}

async function show(link: HTMLAnchorElement): Promise<void> {
  const address = link.dataset.card ?? "";
  if (!known.has(address)) {
    known.set(address, fetch(address, { headers: { "HX-Request": "true" } }).then((a) => (a.ok ? a.text() : "")));
  }
  const html = await known.get(address);
  if (!html || !(link.matches(":hover") || document.activeElement === link)) return;
  hide();
  const card = document.createElement("div");
  card.className = "hover-card card";
  card.id = "hover-card";
  card.setAttribute("role", "tooltip");
  card.innerHTML = html;
  (link.closest("main") ?? document.body).append(card);
  link.setAttribute("aria-describedby", card.id);
  const place = link.getBoundingClientRect();
  const left = Math.max(8, Math.min(place.left, innerWidth - card.offsetWidth - 8));
  const below = place.bottom + 6 + card.offsetHeight < innerHeight;
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${(below ? place.bottom + 6 : place.top - 6 - card.offsetHeight) + scrollY}px`;
  card.addEventListener("mouseleave", hide);
}

function hide(): void {
  document.querySelector("#hover-card")?.remove();
  for (const link of document.querySelectorAll('[aria-describedby="hover-card"]')) {
    link.removeAttribute("aria-describedby");
  }
}
