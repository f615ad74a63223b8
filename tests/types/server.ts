// Uses every call of rapport-feedback/server. `make test` compiles it; each marked line has to be an error.
import {
  type FeedbackResult,
  Instrument,
  InvalidAnswers,
  InvalidInstrument,
  type Problem,
  type Scores,
  type Verified,
} from "rapport-feedback/server";

export function useAll(body: unknown, history: FeedbackResult[]): unknown[] {
  const session = Instrument.builtIn("session");
  const warnings: Problem[] = session.warnings;
  const again = new Instrument(session.definition);
  const fromText = new Instrument("{}");
  const { result, problems }: Verified = session.verify(body, { history });
  const scores: Scores = session.score({ safe: 82, open: null, helpful: "not-applicable" }, { history: [{ total: null }] });
  const total: number | null = scores.outcome.total;
  const delta: number | undefined = scores.change?.delta;
  const lines: string = session.rescore("{}\n", { firstLine: 5 });
  const bytes: Uint8Array = session.rescore(new Uint8Array());
  if (result) {
    session.toFHIR(result, { subject: "Patient/1" });
    session.score(result.answers);
  }
  const questionnaire: object = session.toQuestionnaire("https://example.org/q");
  Instrument.fromQuestionnaire(questionnaire, { score: { range: [0, 10] } });
  try {
    session.verify(new Uint8Array());
  } catch (error) {
    if (error instanceof InvalidInstrument || error instanceof InvalidAnswers) {
      const [first] = error.problems;
      return [first?.path, first?.expected, error.message];
    }
  }
  // @ts-expect-error: no such instrument
  Instrument.builtIn("other");
  // @ts-expect-error: the history is an option
  session.verify(body, history);
  // @ts-expect-error: a misspelled option
  session.verify(body, { histroy: history });
  // @ts-expect-error: no answer
  session.score({ safe: "82" });
  // @ts-expect-error: lines are one string, or bytes
  session.rescore(["{}"]);
  // @ts-expect-error: not every result is usable
  session.toFHIR(session.verify(body).result);
  return [warnings, again, fromText, problems, total, delta, lines, bytes];
}
