// Draws the Vega-Lite that the page carries, without evaluating code: expressions are interpreted.
import embed, { type VisualizationSpec } from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

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
      text: { color: token("--ink"), font },
    },
  });
}
