import { start } from "../shared/hooks";
import { render } from "./app";
import { Feedback } from "./feedback";

await start();
render(Feedback);
