// Changes to the JavaScript that wasm-bindgen generates (the glue), and to the names by which glue and module refer to
// each other. Each change fails the build if its place is not found, as after an update of wasm-bindgen.

// Returns the text with each occurrence replaced.
export function replaceAll(text, pattern, replacement) {
  if (text.search(pattern) < 0) {
    throw new Error(`generated code: ${pattern} missing; find the new place and correct scripts/glue.mjs`);
  }
  return text.replace(pattern, replacement);
}

// Renames the properties with which Yew marks DOM nodes: a page that is a Yew app itself uses the same names, and each
// Yew would take the other's nodes for its own. No upstream issue was found.
export const renameYewProperties = (glue) => replaceAll(glue, /__yew_/g, "__rapport_");

// Lets the calls by which Yew makes nodes go through www/element/adoption.js, as `dom`.
export function adoptNodes(glue) {
  const document = String.raw`\b(arg0|getObject\(arg0\))`; // without reference types, the glue looks objects up
  const calls = ["createElement", "cloneNode", "insertBefore", "setAttribute"].map((name) => [
    new RegExp(`${document}\\.${name}\\(`, "g"),
    `dom.${name}($1, `,
  ]);
  const properties = [
    [new RegExp(`${document}\\.lastChild\\b`, "g"), "dom.lastChild($1)"],
    [/\bReflect\.set\(/g, "dom.setProperty("],
  ];
  return [...calls, ...properties].reduce((text, [pattern, replacement]) => replaceAll(text, pattern, replacement), glue);
}

// Removes unused code, since each byte of rapport.js delays the first screen: a form is never freed, as it has a
// WASM instance of its own; every browser that runs the element has the classes that the glue looks for.
export function removeUnused(glue) {
  const changes = [
    [/ {4}__destroy_into_raw\(\) \{[^}]*\}\s*free\(\) \{[^}]*\}/g, ""],
    [/\w+Finalization\.register\(this, this\.__wbg_ptr, this\);/g, ""],
    [/const \w+Finalization = [^;]*;/g, ""],
    [/\(typeof FinalizationRegistry === 'undefined'\)\s*\?[^?]*?: (?=new FinalizationRegistry)/g, ""],
    [
      /let result;\s*try \{\s*result = (\S+ instanceof (?:Element|HTML\w+|ShadowRoot|Window));\s*\} catch [^}]*\}\s*const ret = result;\s*return ret;/g,
      "return $1;",
    ],
  ];
  return changes.reduce((text, [pattern, replacement]) => replaceAll(text, pattern, replacement), glue);
}

// Exports the two steps of wasm-bindgen's `init`: the element instantiates a module several times, and guards its
// exports. esbuild reports an error if either is missing.
// Upstream: <https://github.com/wasm-bindgen/wasm-bindgen/issues/4888>
export const exportInitSteps = (glue) => `${glue}\nexport { __wbg_get_imports, __wbg_finalize_init };`;

// Applies the names that `wasm-opt --minify-imports-and-exports-and-modules` gave to imports and exports, and printed.
// The imported functions become methods, which are shorter.
export function applyMinifiedNames(glue, { imports, exports }) {
  const exported = new Map(exports);
  const imported = new Map(imports.map(([, name, minified]) => [name, minified]));
  let text = replaceAll(glue, /\.\/rapport-[a-z]+_bg\.js/g, "a");
  text = replaceAll(text, /(?<=\bwasm\.)\w+/g, (name) => minifiedName(exported, name));
  return replaceAll(text, /\b(__wb\w+): function(?=\()/g, (_, name) => minifiedName(imported, name));
}

function minifiedName(names, name) {
  if (!names.has(name)) {
    throw new Error(`generated code: ${name} found, expected one of ${[...names.keys()].join(", ")}`);
  }
  return names.get(name);
}

// wasm2js has no detachable buffers: growing the memory replaces `memory.buffer`, and leaves the old buffer as it was.
// So the glue's views are compared with the current buffer. No upstream issue was found.
export function compareBuffers(glue) {
  const checks = [
    [/cachedUint8ArrayMemory0\.byteLength === 0/g, "cachedUint8ArrayMemory0.buffer !== wasm.memory.buffer"],
    [/cachedDataViewMemory0\.buffer\.detached === true/g, "cachedDataViewMemory0.buffer !== wasm.memory.buffer"],
  ];
  return checks.reduce((text, [pattern, replacement]) => replaceAll(text, pattern, replacement), glue);
}

// Makes the module that wasm2js generates import the glue by the name that scripts/bundle.mjs gives it.
export const importGlue = (module) => replaceAll(module, /(?<= from ')\.\/module_bg\.js(?=')/g, "wasm-bindgen-glue");
