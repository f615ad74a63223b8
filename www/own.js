// Shows the result as FHIR when it is sent. A host would post the Bundle to its FHIR server instead.
const form = document.getElementById("form");

form.addEventListener("rapport-submit", () => {
  const bundle = form.toFHIR({ subject: "Patient/demo", type: "transaction" });
  document.getElementById("fhir").textContent = JSON.stringify(bundle, null, 2);
});
