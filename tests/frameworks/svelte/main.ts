import { mount } from "svelte";
import { start } from "../shared/hooks";
import App from "./App.svelte";

await start();
mount(App, { target: document.getElementById("app")! });
