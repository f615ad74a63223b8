// One file for pages whose policy refuses WebAssembly: the same program as plain JavaScript.
import { Feedback, __wbg_set_wasm } from "rapport-program";
import * as compiled from "rapport-compiled";

export { Feedback };

__wbg_set_wasm(compiled);

export const load = async () => {};
