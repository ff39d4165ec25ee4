import type { Socket } from "node:net";

/**
 * Closes a socket with a reset, as a killed process does. One that is just
 * sending its end is only destroyed: after a reset then, Node never exits.
 */
export function resetSocket(socket: Socket): void {
  const isEnding = socket.writableEnded && !socket.writableFinished;
  if (isEnding) socket.destroy();
  else socket.resetAndDestroy();
}
