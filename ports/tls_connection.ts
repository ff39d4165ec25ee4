/**
 * An accepted connection after its handshake.
 *
 * @module
 */
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { KEEP_ALIVE_MS, toAddress, write } from "./net_socket.ts";
import { PendingRead } from "./pending_read.ts";
import type { Address, Connection } from "./runtime.ts";

/** Bytes that may wait for the next call of `read`. */
const MOST_WAITING = 64 * 1024;

/** The used part of the runtime's handle of a TCP socket. */
interface Handled {
  readonly _handle?: {
    readStart(): number;
    readStop(): number;
  } | null;
}

/** One end of an accepted, secure connection. */
export class TlsConnection implements Connection {
  readonly peer: Address;
  readonly names: readonly string[];
  readonly #secure: TLSSocket;
  readonly #socket: Socket;
  /** What was received before the next call of `read`. */
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  readonly #pending = new PendingRead();
  #isStopped = false;

  /** The connection `secure` of `peer`, over `socket`. */
  constructor(secure: TLSSocket, socket: Socket, peer: Address) {
    this.#secure = secure;
    this.#socket = socket;
    this.peer = peer;
    this.names = certificateNames(secure);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    secure.on("data", (bytes: Uint8Array) => this.#received(bytes));
    this.#pending.watch(secure);
  }

  get local(): Address {
    return toAddress(this.#socket.localAddress, this.#socket.localPort);
  }

  read(): Promise<Uint8Array | null> {
    const bytes = this.#waiting.shift();
    if (bytes !== undefined) {
      this.#waitingBytes -= bytes.length;
      return Promise.resolve(bytes);
    }
    const read = this.#pending.wait();
    if (this.#isStopped && !this.#pending.isOver) {
      this.#isStopped = false;
      this.#handle?.readStart();
    }
    return read;
  }

  write(bytes: Uint8Array): Promise<void> {
    return write(this.#secure, bytes);
  }

  close(): void {
    this.#secure.destroySoon();
  }

  /**
   * Back-pressure stops the TCP socket below: if a TLS socket of Deno is
   * paused, it decrypts on into memory, and forgets the end of the stream.
   */
  get #handle(): Handled["_handle"] {
    return (this.#socket as unknown as Handled)._handle;
  }

  #received(buffer: Uint8Array): void {
    // Not a `Buffer`: code optimised for one is discarded when it sees another.
    const { buffer: memory, byteOffset, length } = buffer;
    const bytes = new Uint8Array(memory, byteOffset, length);
    if (this.#pending.pass(bytes)) return;
    this.#waiting.push(bytes);
    this.#waitingBytes += length;
    if (this.#waitingBytes < MOST_WAITING || this.#isStopped) return;
    this.#isStopped = true;
    this.#handle?.readStop();
  }
}

/** The common name and the alternative names of the client's certificate. */
function certificateNames(secure: TLSSocket): readonly string[] {
  const { subject, subjectaltname = "" } = secure.getPeerCertificate();
  const common = [subject?.CN ?? []].flat();
  const alternative = subjectaltname.matchAll(
    /(?:^|, )(?:DNS|IP Address|URI|email):("(?:[^"\\]|\\.)*"|[^,]*)/g,
  );
  return [...common, ...Array.from(alternative, ([, name]) => name)];
}
