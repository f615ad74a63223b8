// A page that can follow the call. The host's server stores each result.
import { askIfDue } from "/recipes/next-page.js";
import { saveTo } from "/recipes/backend.js";

const feedback = document.querySelector("rapport-feedback");
saveTo("/beacon", feedback);
askIfDue(feedback);
window.asked = true;
