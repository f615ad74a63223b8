// The call page of an application with many pages: the client joins, and hangs up by leaving the page.
import { rememberCall } from "/recipes/next-page.js";

document.querySelector("#join").addEventListener("click", () => rememberCall("s-1"));
