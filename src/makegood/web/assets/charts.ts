// Draws the Vega-Lite that the page carries, without evaluating code: expressions are interpreted.
import embed, { type EmbedOptions, type VisualizationSpec } from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

type TimeLocale = Exclude<NonNullable<EmbedOptions["timeFormatLocale"]>, string>;

export async function draw(place: HTMLElement): Promise<void> {
  const source = document.getElementById(place.dataset.chart ?? "");
  if (!source || place.dataset.drawn !== undefined) return;
  place.dataset.drawn = "";
  const canvas = place.appendChild(document.createElement("div")); // Vega names what it draws in, and ours has its words
  await paint(canvas, source.textContent ?? "{}");
  const repaint = new MutationObserver(() => void paint(canvas, source.textContent ?? "{}"));
  repaint.observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}

async function paint(place: HTMLElement, text: string): Promise<void> {
  const spec = JSON.parse(text) as VisualizationSpec;
  const token = (name: string): string => getComputedStyle(place).getPropertyValue(name).trim();
  const font = token("--tblr-font-sans-serif");
  const range = { category: ["--accent", "--good", "--warn", "--bad", "--soft"].map(token) };
  const axis = {
    labelColor: token("--soft"),
    titleColor: token("--soft"),
    gridColor: token("--line"),
    domainColor: token("--line"),
    tickColor: token("--line"),
    labelFont: font,
    titleFont: font,
    titleFontWeight: "normal" as const,
  };
  await embed(place, spec, {
    ...spoken(document.documentElement.lang),
    ast: true,
    expr: expressionInterpreter,
    actions: false,
    defaultStyle: false,
    renderer: "svg",
    tooltip: { disableDefaultStyle: true },
    config: {
      background: "transparent",
      view: { stroke: "transparent" },
      mark: { color: token("--accent") },
      axis,
      range,
      legend: { labelColor: token("--soft"), titleColor: token("--soft"), labelFont: font, titleFont: font },
      rule: { color: token("--ink") }, // which Vega draws in black, whatever the ground
      text: { color: token("--ink"), font },
    },
  });
}

// Names of months and days, and how numbers are written, as the browser knows them in the language of the page.
function spoken(language: string): Pick<EmbedOptions, "formatLocale" | "timeFormatLocale"> {
  const names = (count: number, at: (n: number) => Date, form: Intl.DateTimeFormatOptions): string[] =>
    Array.from({ length: count }, (_, n) => at(n).toLocaleDateString(language, { timeZone: "UTC", ...form }));
  const month = (n: number): Date => new Date(Date.UTC(2027, n, 1));
  const day = (n: number): Date => new Date(Date.UTC(2027, 7, 1 + n)); // a Sunday
  const parts = new Intl.NumberFormat(language).formatToParts(-1234567.8);
  const sign = (type: string, usual: string): string => parts.find((part) => part.type === type)?.value ?? usual;
  return {
    formatLocale: {
      decimal: sign("decimal", "."),
      thousands: sign("group", ","),
      grouping: [3],
      currency: ["", ""],
    },
    timeFormatLocale: {
      dateTime: "%x, %X",
      date: "%d.%m.%Y",
      time: "%H:%M:%S",
      periods: ["AM", "PM"],
      days: names(7, day, { weekday: "long" }) as TimeLocale["days"],
      shortDays: names(7, day, { weekday: "short" }) as TimeLocale["shortDays"],
      months: names(12, month, { month: "long" }) as TimeLocale["months"],
      shortMonths: names(12, month, { month: "short" }) as TimeLocale["shortMonths"],
    },
  };
}
