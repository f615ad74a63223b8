import { renderToString } from "react-dom/server";
import { serverApp } from "../react/app";
import { AppFeedback } from "./app-feedback";

export const html = renderToString(serverApp(AppFeedback));
