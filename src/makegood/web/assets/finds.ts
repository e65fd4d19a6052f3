// A field with data-finds hides the ticks beside it that don't hold its words; what is ticked stays in sight.
export function serveFinds(within: ParentNode): void {
  for (const field of within.querySelectorAll<HTMLInputElement>("input[data-finds]")) {
    field.hidden = false;
    field.addEventListener("input", () => show(field));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // it would send the form that it stands in
    });
  }
}

function show(field: HTMLInputElement): void {
  const words = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  for (const label of field.parentElement?.querySelectorAll<HTMLLabelElement>("label.form-check") ?? []) {
    const said = (label.textContent ?? "").toLocaleLowerCase();
    label.hidden = !label.querySelector<HTMLInputElement>("input")?.checked && !words.every((word) => said.includes(word));
  }
}
