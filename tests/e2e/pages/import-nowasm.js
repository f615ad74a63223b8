import { loadWithoutWasm } from "/recipes/nowasm.js";

loadWithoutWasm();
