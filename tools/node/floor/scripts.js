// Scripts: syntax by eslint-plugin-es-x, names of functions and properties by browser-compat-data.
import { Linter } from "eslint";
import esx from "eslint-plugin-es-x";
import { POLYFILLED } from "../tiptap/polyfills.js";
import { data, settings, since, tooNew } from "./known.js";

// Chromium 86 has all of ES2021 and, of ES2022, fields and private methods of classes.
const YEARS = ["2022", "2023", "2024", "2025", "2026"];
const EARLY = /^es-x\/no-class-(?!static-block)|^es-x\/no-(array|string|object|regexp|error|promise|set|map|math|iterator|json|date|uint8array|arraybuffer|shared|atomics|weak|typed)\S*(?<!-flag)$/;
const rules = Object.fromEntries(
  YEARS.flatMap((year) => Object.entries(esx.configs[`flat/no-new-in-es${year}`]?.rules ?? {})).filter(
    ([name]) => !EARLY.test(name),
  ),
);
const linter = new Linter();
const INTERFACES = { ...data.javascript.builtins, ...data.api };
const polyfilled = new Set(POLYFILLED.map((name) => name.split(".").pop()));

// Every member by its bare name, with all that bear it: who is asked cannot be known without types.
const members = new Map();
for (const [owner, { __compat, ...features }] of Object.entries(INTERFACES)) {
  // Who uses an interface that is new itself is caught at its name.
  if (since(INTERFACES[owner]) > settings.chromium) continue;
  for (const [name, feature] of Object.entries(features)) {
    if (!/^[a-z]\w*$/i.test(name) || !feature.__compat) continue;
    if (!members.has(name)) members.set(name, []);
    members.get(name).push({ owner, feature, builtin: owner in data.javascript.builtins });
  }
}

/** The rule: names that no bearer had at the floor. */
const names = {
  create(context) {
    const isVendored = /[\\/]vendor[\\/]/.test(context.filename);
    const isOurs = (name) => name in settings.ours || (isVendored && polyfilled.has(name.split(".").pop()));
    const report = (node, message) => message && context.report({ node, message });
    return {
      MemberExpression(node) {
        if (node.computed || node.property.type !== "Identifier") return;
        const { name } = node.property;
        const owner = node.object.type === "Identifier" && isGlobal(context, node.object) && node.object.name;
        if (isOurs(name) || isOurs(`${owner}.${name}`)) return;
        const bearer = owner && INTERFACES[owner];
        const feature = bearer && (bearer[`${name}_static`] ?? bearer[name]);
        if (feature) {
          report(node, tooNew(feature, `${owner}.${name}`));
        } else {
          report(node, newName(name, node.parent.type === "CallExpression" && node.parent.callee === node));
        }
      },
      CallExpression(node) {
        for (const message of newOptions(node)) report(node, message);
      },
      "Program:exit"(program) {
        for (const { identifier } of context.sourceCode.getScope(program).through) {
          if (identifier.parent.type === "UnaryExpression") continue; // typeof asks whether it is there
          report(identifier, tooNew(INTERFACES[identifier.name], identifier.name));
        }
      },
    };
  },
};

function isGlobal({ sourceCode }, identifier) {
  const found = sourceCode.getScope(identifier).references.find((one) => one.identifier === identifier);
  return !found?.resolved?.defs.length;
}

/** Functions of the language count where they are called: an object of ours may have a field `at`. */
function newName(name, isCalled) {
  const bearers = members.get(name)?.filter(({ builtin }) => isCalled || !builtin) ?? [];
  if (!bearers.length || bearers.some(({ feature }) => since(feature) <= settings.chromium)) return undefined;
  const [first] = [...bearers].sort((one, other) => since(one.feature) - since(other.feature));
  return tooNew(first.feature, `${first.owner}.${name}`);
}

/** Options in a call's last object, such as { signal } of addEventListener. */
function newOptions({ callee, arguments: given }) {
  const name = callee.property?.name ?? callee.name;
  const options = given.slice(-1)[0];
  if (!members.has(name) || options?.type !== "ObjectExpression") return [];
  return options.properties.map(({ key }) => {
    const features = members.get(name).flatMap(({ feature }) => optionsOf(feature, key?.name));
    const known = features.some((feature) => since(feature) <= settings.chromium);
    return features.length && !known && tooNew(features[0], `${name}({ ${key.name} })`);
  }).filter(Boolean);
}

function optionsOf(feature, key) {
  const found = [];
  for (const [name, inner] of Object.entries(feature)) {
    if (name === "__compat") continue;
    if (new RegExp(`(^|_)${key}_parameter$`).test(name)) found.push(inner);
    else if (/^options/.test(name)) found.push(...optionsOf(inner, key));
  }
  return found;
}

/** @returns {Array<{line: number, message: string}>} */
export function faultsOfScript(text, path) {
  const config = {
    files: ["**/*.js"],
    languageOptions: { ecmaVersion: "latest", sourceType: /^\s*(import|export)\b/m.test(text) || /vendor/.test(path) ? "module" : "script" },
    linterOptions: { reportUnusedDisableDirectives: "off" },
    plugins: { "es-x": esx, floor: { rules: { names } } },
    rules: { ...rules, "floor/names": "error" },
  };
  return linter.verify(text, config, { filename: path.replace(/^.*?(static|tmp)\//, "$1/"), allowInlineConfig: false });
}
