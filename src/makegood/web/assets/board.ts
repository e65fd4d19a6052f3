// A table of many lines that holds a window of them at a time: while one scrolls, the window is asked for anew around
// what can be seen. Without this script the same lines come page by page.
const MARGIN = 20; // lines out of sight that should be there already

export function serveBoard(): void {
  const table = document.querySelector<HTMLTableElement>("table[data-board]");
  if (table) new Board(table).watch();
}

class Board {
  private readonly lines: HTMLTableSectionElement;
  private readonly above: HTMLTableSectionElement;
  private readonly below: HTMLTableSectionElement;
  private readonly total: number;
  private readonly size: number;
  private first: number;
  private end: number;
  private height = 0;
  private asking: AbortController | null = null;
  private asked = -1;
  private isDue = false;

  constructor(private readonly table: HTMLTableElement) {
    const [above, below] = table.querySelectorAll<HTMLTableSectionElement>("tbody.space");
    this.above = above;
    this.below = below;
    this.lines = table.querySelector<HTMLTableSectionElement>("tbody[data-lines]")!;
    this.first = Number(table.dataset.first);
    this.end = Number(table.dataset.end);
    this.total = Number(table.dataset.total);
    this.size = Number(table.dataset.size);
  }

  watch(): void {
    if (this.size >= this.total) return;
    document.querySelector("[data-board-pages]")?.remove();
    this.above.hidden = this.below.hidden = false;
    this.measure();
    if (this.first > 0) scrollTo(0, this.top() + this.first * this.height);
    addEventListener("scroll", () => this.soon(), { passive: true });
    addEventListener("resize", () => {
      this.measure();
      this.soon();
    });
  }

  private measure(): void {
    this.height = this.lines.rows[0].offsetHeight;
    this.lay();
  }

  private lay(): void {
    (this.above.rows[0].cells[0] as HTMLElement).style.height = `${this.first * this.height}px`;
    (this.below.rows[0].cells[0] as HTMLElement).style.height = `${(this.total - this.end) * this.height}px`;
  }

  private top(): number {
    return this.above.getBoundingClientRect().top + scrollY;
  }

  private soon(): void {
    if (this.isDue) return;
    this.isDue = true;
    requestAnimationFrame(() => {
      this.isDue = false;
      void this.follow();
    });
  }

  private async follow(): Promise<void> {
    const from = Math.max(0, (scrollY - this.top()) / this.height);
    const to = Math.min(this.total, from + innerHeight / this.height);
    const isCovered = (from - MARGIN >= this.first || this.first === 0) && (to + MARGIN <= this.end || this.end === this.total);
    const wanted = Math.max(0, Math.min(Math.round((from + to - this.size) / 2), this.total - this.size));
    if (isCovered) {
      this.asking?.abort(); // what was asked for on the way is not wanted any more
      this.asked = -1;
      return;
    }
    if (wanted === this.asked) return;
    this.asking?.abort();
    this.asking = new AbortController();
    this.asked = wanted;
    try {
      const address = `${this.table.dataset.board}&from=${wanted}`;
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: this.asking.signal });
      if (answer.headers.has("HX-Refresh")) location.reload();
      else if (answer.ok) this.put(await answer.text(), wanted);
      else this.asked = -1;
    } catch (error) {
      if ((error as Error).name !== "AbortError") this.asked = -1; // it is asked for again at the next move
    }
  }

  private put(html: string, first: number): void {
    const focused = this.focused();
    this.lines.innerHTML = html;
    this.first = first;
    this.end = first + this.lines.rows.length;
    this.asked = -1;
    this.lay();
    if (focused) {
      const row = this.lines.querySelector(`tr[aria-rowindex="${focused.row}"]`);
      row?.querySelectorAll("a")[focused.link]?.focus({ preventScroll: true });
    }
    this.soon(); // somebody may have gone on in the meantime
  }

  private focused(): { row: string; link: number } | null {
    const link = document.activeElement;
    const row = link?.closest("tr");
    if (!link || !row || !this.lines.contains(row)) return null;
    const links: Element[] = [...row.querySelectorAll("a")];
    return { row: row.getAttribute("aria-rowindex") ?? "", link: links.indexOf(link) };
  }
}
