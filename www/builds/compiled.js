// Forms of a program that is compiled once: each has an instance of it.
import program from "rapport-program";
import { begin } from "../lasting.js";
import { turn } from "../promises.js";
import { explained } from "./explained.js";

export const forms = (compile) =>
  explained(async () => {
    const module = await compile();
    await turn();
    const fresh = async (guarded) => {
      const { Feedback, finish, imports } = program(guarded);
      finish(await WebAssembly.instantiate(module, imports()), module);
      await turn();
      return new Feedback();
    };
    return (memory) => explained(() => begin(fresh, memory));
  });
