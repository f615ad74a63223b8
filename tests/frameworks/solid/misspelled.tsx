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
