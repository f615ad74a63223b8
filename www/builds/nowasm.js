// One file for pages whose policy refuses WebAssembly: the same program as plain JavaScript.
import program from "rapport-program";
import { begin } from "../lasting.js";
import { turn } from "../promises.js";

const fresh = async (guarded) => {
  const { Feedback } = program(guarded);
  await turn();
  return new Feedback();
};

export const load = async () => (memory) => begin(fresh, memory);
