// Mistakes that the types have to reject. JSX accepts any attribute with a hyphen.
import type {} from "rapport-feedback/react";

// @ts-expect-error
export const a = <rapport-feedback sesionId="x" />;
// @ts-expect-error
export const b = <rapport-feedback showValue="yes" />;
// @ts-expect-error
export const c = <rapport-feedback mode="popup" />;
// @ts-expect-error
export const d = <rapport-feedback history={[{ totl: 1 }]} />;
// @ts-expect-error
export const e = <rapport-feedback onrapport-submit={(event) => event.waitUntl} />;
// @ts-expect-error
export const f = <rapport-feedback onrapport-submit={"x"} />;
// @ts-expect-error
export const j = <rapport-feedback strings={{ submitt: "x" }} />;
// @ts-expect-error
export const k = <raport-feedback />;
// @ts-expect-error
export const l = <rapport-feedback instrument={{ id: "x" }} />;

export const trend = <rapport-trend compare="first" time-zone="Europe/Berlin" results={[]} onrapport-trend-select={(event) => event.detail.sessionId} />;
// @ts-expect-error
export const t1 = <rapport-trend compare="best" />;
// @ts-expect-error
export const t2 = <rapport-trend results={[{ at: 1 }]} />;
// @ts-expect-error
export const t3 = <rapport-trend onrapport-trend-select={(event) => event.detail.sesion} />;
