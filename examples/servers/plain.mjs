// A server in plain Node.js: `npm install && PORT=3000 node plain.mjs`.
import { createServer } from "node:http";
import { MAX_BODY, readHistory, receive } from "./feedback.mjs";

const ROUTE = /^\/api\/sessions\/([\w-]+)\/(feedback|history)$/;

// Returns the bytes of the body; null if they are too many.
async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAX_BODY) {
      chunks.push(chunk);
    }
  }
  return size > MAX_BODY ? null : Buffer.concat(chunks);
}

async function handle(request) {
  const [, session, name] = request.url.match(ROUTE) ?? [];
  if (name === "history" && request.method === "GET") {
    return readHistory(request, session);
  }
  if (name === "feedback" && request.method === "POST") {
    const body = await readBody(request);
    return body === null ? { status: 413 } : receive(request, session, body);
  }
  return { status: 404 };
}

const server = createServer(async (request, response) => {
  const { status, body } = await handle(request).catch(() => ({ status: 500 }));
  response.writeHead(status, body && { "Content-Type": "application/json" });
  response.end(body && JSON.stringify(body));
});
server.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
