/**
 * Gets a text over HTTP.
 *
 * Not by `fetch`, which on Deno sends requests, and the token with them, to the
 * proxy of the environment.
 *
 * @module
 */
import { type IncomingMessage, request } from "node:http";
import { addressText } from "../../ports/address_text.ts";
import type { Address } from "../../ports/runtime.ts";
import { PeerError } from "./peer_error.ts";

/** The most bytes of an answer: ten thousand clients take 3 MiB. */
const MOST_BYTES = 32 * 1024 * 1024;

/** What to get. */
export interface HttpQuestion {
  /** The server; its host may be a name. */
  readonly address: Address;
  /** The path. */
  readonly path: string;
  /** The token, if one is needed. */
  readonly token?: string;
  /** Milliseconds that the answer may take. */
  readonly patience: number;
}

/** An answer. */
export interface HttpText {
  /** Its status. */
  readonly status: number;
  /** Its body. */
  readonly text: string;
}

/**
 * Sends a request over a connection of its own.
 *
 * @throws {Error} if there is no complete answer in time.
 */
export async function httpGet(
  { address, path, token, patience }: HttpQuestion,
): Promise<HttpText> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpText>();
  const { host, port } = address;
  const headers = {
    host: addressText(address),
    accept: "application/json",
    ...token !== undefined && { authorization: `Bearer ${token}` },
  };
  const asked = request({ host, port, path, headers, agent: false });
  asked.on("error", reject);
  asked.on("response", (answer) => readAnswer(answer).then(resolve, reject));
  asked.end();
  const timer = setTimeout(() => {
    reject(new PeerError(`no answer within ${patience / 1_000} s`));
  }, patience);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    asked.destroy();
  }
}

async function readAnswer(answer: IncomingMessage): Promise<HttpText> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of answer) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new PeerError("the answer is too long");
    text += decoder.decode(chunk, { stream: true });
  }
  return { status: answer.statusCode ?? 0, text: text + decoder.decode() };
}
