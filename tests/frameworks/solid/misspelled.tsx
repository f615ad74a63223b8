// Mistakes that the types have to reject. JSX accepts any attribute with a hyphen.
import type {} from "rapport-feedback/solid";

// @ts-expect-error
export const a = <rapport-feedback sesionId="x" />;
// @ts-expect-error
export const b = <rapport-feedback prop:showValue="yes" />;
// @ts-expect-error
export const c = <rapport-feedback prop:mode="popup" />;
// @ts-expect-error
export const d = <rapport-feedback prop:history={[{ totl: 1 }]} />;
// @ts-expect-error
export const e = <rapport-feedback on:rapport-submit={(event) => event.waitUntl} />;
// @ts-expect-error
export const f = <rapport-feedback on:rapport-submit={"x"} />;
// @ts-expect-error
export const j = <rapport-feedback prop:strings={{ submitt: "x" }} />;
// @ts-expect-error
export const k = <raport-feedback />;
// @ts-expect-error
export const l = <rapport-feedback prop:instrumen="one" />;

export const trend = <rapport-trend compare="first" time-zone="Europe/Berlin" results={[]} on:rapport-trend-select={(event) => event.detail.sessionId} />;
// @ts-expect-error
export const t1 = <rapport-trend compare="best" />;
// @ts-expect-error
export const t2 = <rapport-trend results={[{ at: 1 }]} />;
// @ts-expect-error
export const t3 = <rapport-trend on:rapport-trend-select={(event) => event.detail.sesion} />;
