// Makes static/vendor/tiptap/ from the packages of the lock; into another folder: node build.js FOLDER.
import { readFileSync, readdirSync, writeFileSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = process.argv[2] ?? join(here, "../../static/vendor/tiptap");
const read = (name) => JSON.parse(readFileSync(join(here, name), "utf8"));

// In two files, that a slow machine runs one after the other: what both entries need is the second.
const { metafile, outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: { editor: "tiptap/entry.js", apart: "tiptap/apart.js" },
  outdir: folder,
  splitting: true,
  chunkNames: "prosemirror",
  write: false,
  bundle: true,
  format: "esm",
  target: read("floor.json").esbuild,
  minify: true,
  charset: "utf8",
  legalComments: "none",
  banner: { js: "// Tiptap and ProseMirror, built by tools/node/build.js: docs/adr/0070. Licences: LICENSES." },
  metafile: true,
});

const packages = Object.keys(metafile.inputs)
  .map((path) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1])
  .filter(Boolean);
const licences = [...new Set(packages)].sort().map((name) => {
  const path = `node_modules/${name}`;
  const { version, license } = read(`${path}/package.json`);
  const file = readdirSync(join(here, path)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(here, path, file), "utf8").trim() : `${license}: the text above`;
  return `${name} ${version}\n\n${text}\n`;
});
mkdirSync(folder, { recursive: true });
for (const { path, contents } of outputFiles) {
  if (basename(path) !== "apart.js") writeFileSync(path, contents);
}
writeFileSync(join(folder, "LICENSES"), licences.join(`\n${"-".repeat(72)}\n\n`));
