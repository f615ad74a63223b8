import { renderToString } from "react-dom/server";
import { serverApp } from "../react/app";
import { AppFeedback } from "./app-feedback";

console.log(renderToString(serverApp(AppFeedback)));
