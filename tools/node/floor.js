// What the floor of browsers (floor.json, docs/adr/0070) does not know, in scripts, style sheets and
// templates: all of the product's, or the files given. Prints a line for each and fails if there is any.
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { settings } from "./floor/known.js";
import { faultsOfScript } from "./floor/scripts.js";
import { faultsOfStyle } from "./floor/styles.js";
import { faultsOfTemplate } from "./floor/templates.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const READERS = { js: faultsOfScript, css: faultsOfStyle, html: faultsOfTemplate };

function all() {
  const folders = ["static", "templates"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true }).map((name) => join(ROOT, folder, name)),
  );
  return folders.filter((path) => READERS[path.split(".").pop()]).sort();
}

/** What a vendored file has but none of our pages uses: floor.json says why. */
function isUnused(path, message) {
  const unused = Object.entries(settings.unused).find(([name]) => path.endsWith(name))?.[1] ?? {};
  return Object.keys(unused).some((name) => message.startsWith(`${name} `));
}

const given = process.argv.slice(2);
const files = given.length ? given : all();
const found = files.flatMap((path) =>
  READERS[path.split(".").pop()](readFileSync(path, "utf8"), path).filter(
    ({ message }) => !isUnused(path, message),
  ).map(
    ({ line, message }) => `${given.length ? path : relative(ROOT, path)}:${line}: ${message}`,
  ),
);
for (const line of found) console.log(line);
console.log(`${files.length} files, ${found.length} faults`);
process.exitCode = found.length ? 1 : 0;
