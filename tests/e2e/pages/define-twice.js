// Defines the element under another name, more than once.
import { RapportFeedback } from "/rapport.js";

RapportFeedback.define("session-stars");
RapportFeedback.define("session-stars");
RapportFeedback.define();
