// Values that React 18 loses, or writes as other attributes, and that the types have to reject.
import type {} from "rapport-feedback/react";

export const works = (
  <rapport-feedback
    session-id="x"
    mode="dialog"
    open-on="call-ended"
    show-value
    keep-draft={false}
    lang="es"
    class="feedback"
    hidden
    onClick={() => {}}
  />
);

// @ts-expect-error
export const a = <rapport-feedback sessionId="x" />;
// @ts-expect-error
export const b = <rapport-feedback keepDraft />;
// @ts-expect-error
export const c = <rapport-feedback history={[{ total: 1 }]} />;
// @ts-expect-error
export const d = <rapport-feedback strings={{ submit: "x" }} />;
// @ts-expect-error
export const e = <rapport-feedback answers={{ safe: 1 }} />;
// @ts-expect-error
export const f = <rapport-feedback instrument={{ id: "x" }} />;
// @ts-expect-error
export const g = <rapport-feedback onrapport-submit={() => {}} />;
// @ts-expect-error
export const h = <rapport-feedback onRapportSubmit={() => {}} />;
// @ts-expect-error
export const i = <rapport-feedback className="feedback" />;
// @ts-expect-error
export const j = <rapport-feedback hidden={false} />;
// @ts-expect-error
export const k = <rapport-feedback mode="popup" />;
// @ts-expect-error
export const l = <rapport-feedback show-value="yes" />;
// @ts-expect-error
export const m = <raport-feedback />;

export const trend = <rapport-trend compare="first" time-zone="Europe/Berlin" lang="es" />;
// @ts-expect-error
export const t1 = <rapport-trend results={[]} />;
// @ts-expect-error
export const t2 = <rapport-trend timeZone="Europe/Berlin" />;
