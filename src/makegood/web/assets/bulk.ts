// Rows that are ticked, and the bar of what can be done with all of them.
export function serveBulk(): void {
  document.addEventListener("change", (event) => {
    const tick = event.target as HTMLInputElement;
    const form = tick.form;
    if (!form || form.dataset.bulk === undefined) return;
    const rows = [...form.elements].filter(
      (element): element is HTMLInputElement => element instanceof HTMLInputElement && element.dataset.row !== undefined,
    );
    if (tick.dataset.all !== undefined) for (const row of rows) row.checked = tick.checked;
    const count = rows.filter((row) => row.checked).length;
    const all = form.querySelector<HTMLInputElement>("[data-all]");
    if (all) {
      all.checked = count === rows.length;
      all.indeterminate = count > 0 && count < rows.length;
    }
    const bar = form.querySelector<HTMLElement>("[data-bulk-bar]");
    if (bar) bar.hidden = count === 0;
    const said = form.querySelector("[data-bulk-count]");
    if (said) said.textContent = String(count);
  });
}
