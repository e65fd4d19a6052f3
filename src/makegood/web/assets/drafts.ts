// Drafts: what is typed into a form with data-draft is kept on this device until the server has taken it.
type Kept = { at: number; values: Record<string, string[]> };

const PREFIX = "draft:";
const SENT = "draft-sent";
const DAYS_KEPT = 14;

export function serveDrafts(within: ParentNode): void {
  forgetOld();
  forgetWhenSigningOut(within);
  const forms = [...within.querySelectorAll<HTMLFormElement>("form[data-draft]")];
  forgetSent();
  for (const form of forms) {
    const key = keyOf(form);
    restore(form, key);
    let waiting = 0;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = window.setTimeout(() => keep(form, key), 250);
    });
    form.addEventListener("submit", () => {
      clearTimeout(waiting);
      keep(form, key);
      sessionStorage.setItem(SENT, key);
    });
  }
}

function keyOf(form: HTMLFormElement): string {
  return `${PREFIX}${document.body.dataset.viewer ?? ""}:${form.dataset.draft ?? ""}`;
}

// The server says on the next page that it did something. Any other page means that it did not take the form: it came
// back with errors, the connection was gone, the sign-in had ended. Then the draft is all that there is.
function forgetSent(): void {
  const sent = sessionStorage.getItem(SENT);
  if (sent === null) return;
  sessionStorage.removeItem(SENT);
  if (document.querySelector("#notices .notice.good")) localStorage.removeItem(sent);
}

function keep(form: HTMLFormElement, key: string): void {
  const kept: Kept = { at: Date.now(), values: valuesOf(form) };
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    return; // no room or not allowed on this device: the form works as before
  }
  const sign = form.querySelector<HTMLElement>("[data-draft-kept]");
  if (sign) sign.hidden = false;
}

function valuesOf(form: HTMLFormElement): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const field of fieldsOf(form)) {
    const list = (values[field.name] ??= []);
    if (field instanceof HTMLSelectElement) list.push(...[...field.selectedOptions].map((option) => option.value));
    else if (!isTick(field) || field.checked) list.push(field.value);
  }
  return values;
}

function restore(form: HTMLFormElement, key: string): void {
  const text = localStorage.getItem(key);
  if (text === null || form.dataset.refused !== undefined) return; // what came back with errors is newer
  const kept = JSON.parse(text) as Kept;
  if (JSON.stringify(kept.values) === JSON.stringify(valuesOf(form))) return;
  const before = valuesOf(form);
  fill(form, kept.values);
  const notice = form.querySelector<HTMLElement>("[data-draft-restored]");
  if (!notice) return;
  notice.hidden = false;
  const time = notice.querySelector("time");
  if (time) time.textContent = new Date(kept.at).toLocaleString(document.documentElement.lang);
  notice.querySelector("button")?.addEventListener("click", () => {
    fill(form, before);
    localStorage.removeItem(key);
    notice.hidden = true;
  });
}

function fill(form: HTMLFormElement, values: Record<string, string[]>): void {
  for (const field of fieldsOf(form)) {
    const list = values[field.name] ?? [];
    if (field instanceof HTMLSelectElement) {
      for (const option of field.options) option.selected = list.includes(option.value);
    } else if (isTick(field)) field.checked = list.includes(field.value);
    else field.value = list[0] ?? "";
  }
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

// Secrets are never kept, nor is what the server needs to know a form by.
function fieldsOf(form: HTMLFormElement): Field[] {
  const fields = [...form.querySelectorAll<Field>("input[name], textarea[name], select[name]")];
  return fields.filter((field) => !["hidden", "password", "file", "submit"].includes(field.type));
}

function isTick(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");
}

// Whoever signs out leaves nothing behind for the next one at this device.
function forgetWhenSigningOut(within: ParentNode): void {
  for (const form of within.querySelectorAll<HTMLFormElement>("form[data-signs-out]")) {
    form.addEventListener("submit", () => {
      for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
    });
  }
}

function forgetOld(): void {
  const oldest = Date.now() - DAYS_KEPT * 86_400_000;
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const kept = JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Kept>;
    if ((kept.at ?? 0) < oldest) localStorage.removeItem(key);
  }
}
