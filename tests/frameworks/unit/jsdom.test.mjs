import { JSDOM } from "jsdom";
import { makeGlobal } from "./environment.mjs";
import { suite } from "./suite.mjs";

const { window } = new JSDOM("<!doctype html>", { url: "http://localhost/", pretendToBeVisual: true });
makeGlobal(window);
await suite(window);
