import type { Bundle } from "fhir/r4";
import type { BundleOptions, RapportFeedback } from "rapport-feedback";

/** Stores each result on the FHIR R4 server at `base`. `options` has the subject and the encounter. */
export function storeAt(base: string, feedback: RapportFeedback, options: BundleOptions): void {
  const store = async (): Promise<void> => {
    const bundle: Bundle | null = feedback.toFHIR({ ...options, type: "transaction" });
    const response = await fetch(base, {
      method: "POST",
      headers: { "Content-Type": "application/fhir+json", Accept: "application/fhir+json" },
      body: JSON.stringify(bundle),
      signal: AbortSignal.timeout(15_000),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
  };
  feedback.addEventListener("rapport-submit", (event) => event.waitUntil(store()));
}
