import { Window } from "happy-dom";
import { makeGlobal } from "./environment.mjs";
import { suite } from "./suite.mjs";

const window = new Window({ url: "http://localhost/" });
makeGlobal(window);
await suite(window);
