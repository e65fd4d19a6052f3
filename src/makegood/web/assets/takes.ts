// A link with data-takes fills fields of the form beside it with what its query says; without a form, or without
// script, it leads to a page that does the same.
export function serveTakes(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-takes]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const fields = [...new URLSearchParams(link.search)].map(([name, value]) => ({ name, value, field: fieldOf(name) }));
    if (fields.some(({ field }) => !field)) return;
    event.preventDefault();
    for (const { value, field } of fields) {
      if (!field) continue;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    fields[0]?.field?.focus();
  });
}

function fieldOf(name: string): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>(`main form[method="post"] input[name="${CSS.escape(name)}"]`);
}
