import init from "./host.js";

await init();
