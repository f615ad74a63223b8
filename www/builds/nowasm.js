// One file for pages whose policy refuses WebAssembly: the same program as plain JavaScript.
import program from "rapport-program";
import { begin } from "../lasting.js";

const fresh = async (guarded) => new (program(guarded).Feedback)();

export const load = async () => (memory) => begin(fresh, memory);
