import { bootstrapApplication } from "@angular/platform-browser";
import { provideRouter } from "@angular/router";
import { start } from "../../shared/hooks";
import { App } from "./app";
import { Home } from "./home";
import { Other } from "./other";

const routes = [
  { path: "", component: Home },
  { path: "other", component: Other },
];

await start();
await bootstrapApplication(App, { providers: [provideRouter(routes)] });
