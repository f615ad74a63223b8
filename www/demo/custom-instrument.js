// Shows the result as a FHIR Bundle when it is sent. A host would post the Bundle to its FHIR server.
const feedback = document.getElementById("form");

feedback.addEventListener("rapport-submit", () => {
  const bundle = feedback.toFHIR({ subject: "Patient/demo", type: "transaction" });
  document.getElementById("fhir").textContent = JSON.stringify(bundle, null, 2);
});
