import { render } from "../react/app";
import { AppFeedback } from "./app-feedback";

render(AppFeedback);
