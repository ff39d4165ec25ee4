/** Sends a line to a port of the loopback, and resets the connection. */
import { once } from "node:events";
import { createConnection } from "node:net";
import process from "node:process";

const [port, text] = process.argv.slice(2);
const socket = createConnection(Number(port), "127.0.0.1");
await once(socket, "connect");
await new Promise((done) => socket.write(text, done));
socket.resetAndDestroy();
await once(socket, "close");
