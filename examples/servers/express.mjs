// A server in Express: `npm install && PORT=3000 node express.mjs`.
import express from "express";
import { MAX_BODY, readHistory, receive } from "./feedback.mjs";

const app = express();
const reply = (response, { status, body }) => (body ? response.status(status).json(body) : response.status(status).end());

app.get("/api/sessions/:session/history", (request, response) => reply(response, readHistory(request, request.params.session)));

// As text: the module parses it, within bounds.
app.post(
  "/api/sessions/:session/feedback",
  express.text({ type: "application/json", limit: MAX_BODY }),
  (request, response) => reply(response, receive(request, request.params.session, request.body ?? "")),
);

// Express would answer with the error's text, and print it.
app.use((error, request, response, next) => (response.headersSent ? next(error) : response.status(error.status ?? 500).end()));

const server = app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
