import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Serves a file of HTML, and nothing else; lends its origin. */
export async function withHtml(
  html: string,
  use: (origin: string) => Promise<void>,
): Promise<void> {
  const server = createServer((request, response) => {
    const isPage = request.url === "/";
    response.writeHead(isPage ? 200 : 204, {
      "content-type": "text/html; charset=utf-8",
    });
    response.end(isPage ? html : undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    await use(`http://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
