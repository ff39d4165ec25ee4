/**
 * An accepted connection after its handshake.
 *
 * @module
 */
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { toAddress, write } from "./net_socket.ts";
import type { Address, Connection } from "./runtime.ts";

/** Milliseconds of silence before keep-alive probes. */
const KEEP_ALIVE_MS = 60_000;

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
  #reading: PromiseWithResolvers<Uint8Array | null> | undefined;
  #isStopped = false;
  #failure: Error | undefined;
  #hasEnded = false;

  /** The connection `secure` of `peer`, over `socket`. */
  constructor(secure: TLSSocket, socket: Socket, peer: Address) {
    this.#secure = secure;
    this.#socket = socket;
    this.peer = peer;
    this.names = certificateNames(secure);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    const end = () => {
      this.#hasEnded = true;
      this.#answer();
    };
    secure.on("data", (bytes: Uint8Array) => this.#received(bytes))
      .on("end", end).on("close", end).on("error", (error) => {
        this.#failure = error;
        this.#answer();
      });
  }

  get local(): Address {
    return toAddress(this.#socket.localAddress, this.#socket.localPort);
  }

  read(): Promise<Uint8Array | null> {
    const reading = Promise.withResolvers<Uint8Array | null>();
    const bytes = this.#waiting.shift();
    if (bytes !== undefined) {
      this.#waitingBytes -= bytes.length;
      reading.resolve(bytes);
      return reading.promise;
    }
    this.#reading = reading;
    if (this.#failure !== undefined || this.#hasEnded) this.#answer();
    else if (this.#isStopped) {
      this.#isStopped = false;
      this.#handle?.readStart();
    }
    return reading.promise;
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
    const reading = this.#reading;
    if (reading !== undefined) {
      this.#reading = undefined;
      return reading.resolve(bytes);
    }
    this.#waiting.push(bytes);
    this.#waitingBytes += length;
    if (this.#waitingBytes < MOST_WAITING || this.#isStopped) return;
    this.#isStopped = true;
    this.#handle?.readStop();
  }

  /** Nothing more will arrive. */
  #answer(): void {
    const reading = this.#reading;
    this.#reading = undefined;
    if (this.#failure === undefined) reading?.resolve(null);
    else reading?.reject(this.#failure);
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
