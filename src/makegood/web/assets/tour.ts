// The look around the demo company: ticks the stops that were seen, on this device, and can be put away and begun anew.
const KEY = "makegood-tour";

interface Seen {
  stops: string[];
  away: boolean;
}

function seen(): Seen {
  try {
    return { stops: [], away: false, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Seen>) };
  } catch {
    return { stops: [], away: false };
  }
}

function keep(now: Seen): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(now));
  } catch {
    // a device that keeps nothing shows the whole list each time
  }
}

export function serveTour(): void {
  const place = document.querySelector<HTMLElement>("[data-tour]");
  if (!place) return;
  const stops = [...place.querySelectorAll<HTMLAnchorElement>("[data-stop]")];
  const away = place.querySelector<HTMLButtonElement>("[data-tour-away]");
  const list = place.querySelector("ol");
  const words = place.querySelector("p");

  const show = (): void => {
    const now = seen();
    for (const stop of stops) stop.closest("li")?.classList.toggle("done", now.stops.includes(stop.pathname));
    const count = place.querySelector("[data-tour-count]");
    if (count) count.textContent = `${stops.filter((stop) => now.stops.includes(stop.pathname)).length} / ${stops.length}`;
    for (const part of [list, words]) if (part) part.hidden = now.away;
    away?.setAttribute("aria-expanded", String(!now.away));
  };

  place.addEventListener("click", (event) => {
    const stop = (event.target as Element).closest<HTMLAnchorElement>("[data-stop]");
    const now = seen();
    if (stop && !now.stops.includes(stop.pathname)) keep({ ...now, stops: [...now.stops, stop.pathname] });
  });
  away?.addEventListener("click", () => {
    keep({ ...seen(), away: !seen().away });
    show();
  });
  if (away) away.hidden = false;
  show();
}
