// A host that wants the element under a name of its own, and asks more than once.
import { RapportFeedback } from "/rapport.js";

RapportFeedback.define("session-stars");
RapportFeedback.define("session-stars");
RapportFeedback.define();
