// What pages do by themselves; each part looks for the elements it serves, so a page without them loads nothing more.
import { serveBoard } from "./board";
import { serveBulk } from "./bulk";
import { serveDrafts } from "./drafts";
import { serveCards } from "./cards";
import { serveFinds } from "./finds";
import { serveKeyboard } from "./keyboard";
import { serveLook } from "./look";
import { serveMenus } from "./menus";
import { servePalette } from "./palette";
import { serveTakes } from "./takes";
import { serveTour } from "./tour";

serveLook();
serveMenus();
serveDrafts(document);
serveBoard();
serveBulk();
serveCards();
servePalette();
serveKeyboard();
serveTakes();
serveTour();
serveFinds(document);
void drawCharts(document);

document.addEventListener("htmx:afterSwap", (event) => {
  const fresh = event.target as ParentNode;
  serveDrafts(fresh);
  serveFinds(fresh);
  void drawCharts(fresh);
});

async function drawCharts(within: ParentNode): Promise<void> {
  const places = within.querySelectorAll<HTMLElement>("[data-chart]");
  if (places.length === 0) return;
  const { draw } = await import("./charts");
  for (const place of places) await draw(place);
}
