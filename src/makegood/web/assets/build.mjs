// Bundles what pages are made of into ../static: styles, scripts, fonts and one sprite of the icons that are in use.
import { build } from "esbuild";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "../../../../node_modules");
const product = join(here, "../..");
const target = join(here, "../static");

await rm(target, { recursive: true, force: true });
await mkdir(join(target, "house"), { recursive: true });

// Charts weigh a megabyte: splitting leaves them in files of their own that only a page with a chart asks for.
await build({
  entryPoints: [join(here, "app.ts"), join(here, "theme.ts"), join(here, "style.css")],
  outdir: join(target, "house"),
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: ["es2022"],
  nodePaths: [modules],
  loader: { ".woff2": "file" },
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  legalComments: "linked",
});

const used = new Set();
for (const entry of await readdir(product, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(html|py|ts)$/.test(entry.name)) continue;
  const text = await readFile(join(entry.parentPath, entry.name), "utf8");
  for (const [, name] of text.matchAll(/\bicon(?:\.html" with name|\s+name)?\s*[=:]\s*"([a-z0-9-]+)"/g)) used.add(name);
}
const symbols = [];
for (const name of [...used].sort()) {
  const drawing = await readFile(join(modules, "@tabler/icons/icons/outline", `${name}.svg`), "utf8");
  const inside = drawing.replace(/<!--[\s\S]*?-->/, "").replace(/^\s*<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${inside.replace(/\s*\n\s*/g, "")}</symbol>`);
}
await writeFile(
  join(target, "house", "icons.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
);
await writeFile(
  join(target, "house", "favicon.svg"),
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#2f4bd8"/>' +
    '<path d="M9 16.5l5 5 9-11" fill="none" stroke="#fff" stroke-width="3.5" stroke-linecap="round" ' +
    'stroke-linejoin="round"/></svg>\n',
);
