/**
 * A connection accepted by `node:net`, read into its own buffer. Reading it as
 * a stream costs twice as much, and on Deno 64 KiB of new memory for each read.
 *
 * @module
 */
import { Socket, type SocketConstructorOpts } from "node:net";
import { KEEP_ALIVE_MS, toAddress, write } from "./net_socket.ts";
import { PendingRead } from "./pending_read.ts";
import type { Address, Connection, EarlyTaker } from "./runtime.ts";

/**
 * A read buffer starts small, because most of a testbed's connections trickle.
 */
const FIRST_BUFFER = 1024;
/** Largest buffer of which there are two. */
const LARGEST_PAIR = 4 * 1024;
const LARGEST_BUFFER = 64 * 1024;

/** Properties missing in the types of `node:net`. */
interface Handled {
  /** The runtime's own part of a socket. */
  _handle: unknown;
}
interface HandledOptions extends SocketConstructorOpts {
  readonly handle: unknown;
}

/** One end of an accepted connection. */
export class NetConnection implements Connection {
  readonly peer: Address;
  readonly #socket: Socket;
  /** The next read writes to it. */
  #buffer: Uint8Array = new Uint8Array(FIRST_BUFFER);
  /** What was read last is in it, unless there is only one buffer. */
  #other: Uint8Array | undefined = new Uint8Array(FIRST_BUFFER);
  readonly #pending = new PendingRead();
  #takeEarly: EarlyTaker = (bytes) => bytes;
  /** What arrived before the next call of `read`. */
  #early: Uint8Array | undefined;
  #isStopped = true;
  #readsAhead = true;

  /**
   * Takes over the connection of `accepted`, which must not be used any more
   * and has read nothing (`pauseOnConnect`): only a new socket accepts a
   * buffer.
   */
  constructor(accepted: Socket) {
    const handled = accepted as unknown as Handled;
    const options: HandledOptions = {
      handle: handled._handle,
      allowHalfOpen: true,
      onread: {
        buffer: () => this.#buffer,
        callback: (count, buffer) => this.#received(count, buffer),
      },
    };
    const socket = new Socket(options);
    // Otherwise Deno would keep the socket, and all of this, indefinitely.
    handled._handle = null;
    accepted.destroy();
    this.#socket = socket;
    // A new socket reads at once; this one only on request.
    socket.pause();
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    this.peer = toAddress(socket.remoteAddress, socket.remotePort);
    this.#pending.watch(socket);
  }

  /** A getter, because it is rarely used and costs a system call. */
  get local(): Address {
    return toAddress(this.#socket.localAddress, this.#socket.localPort);
  }

  read(readsAhead = true): Promise<Uint8Array | null> {
    this.#readsAhead = readsAhead;
    const early = this.#early;
    if (early !== undefined) {
      this.#early = undefined;
      return Promise.resolve(early);
    }
    const read = this.#pending.wait();
    if (this.#isStopped && !this.#pending.isOver) {
      this.#isStopped = false;
      this.#socket.resume();
    }
    return read;
  }

  takeEarly(take: EarlyTaker): void {
    this.#takeEarly = take;
  }

  write(bytes: Uint8Array): Promise<void> {
    return write(this.#socket, bytes);
  }

  close(): void {
    this.#socket.destroySoon();
  }

  /** Passes on received bytes. `false` stops reading until the next call. */
  #received(count: number, buffer: Uint8Array): boolean {
    let bytes = buffer.subarray(0, count);
    if (this.#pending.isWaiting) {
      const left = this.#takeEarly(bytes);
      if (left === undefined) return true;
      bytes = left;
    }
    const isRead = this.#pending.pass(bytes);
    if (!isRead) this.#early = bytes;
    if (count === buffer.length && count < LARGEST_BUFFER) {
      const size = 4 * count;
      this.#buffer = new Uint8Array(size);
      this.#other = size > LARGEST_PAIR ? undefined : new Uint8Array(size);
    } else if (this.#other !== undefined) {
      this.#buffer = this.#other;
      this.#other = buffer;
    }
    this.#isStopped = !isRead || this.#other === undefined ||
      !this.#readsAhead;
    return !this.#isStopped;
  }
}
