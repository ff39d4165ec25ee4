/**
 * Asks another server for its status, over its HTTP.
 *
 * @module
 */
import { Member, type MemberAnswer, memberAnswer } from "../../group/member.ts";
import { addressText } from "../../ports/address_text.ts";
import type { Address } from "../../ports/runtime.ts";
import { ERROR_ANSWER } from "../api/schemas/error_schema.ts";
import { SITE } from "../api/schemas/site_schemas.ts";
import { httpGet, type HttpText } from "./http_get.ts";
import { networkReason, PeerError } from "./peer_error.ts";

/** Returns the status of this server, without asking its peers. */
const PATH = "/api/v1/site";

/** Milliseconds that an answer may take, including the name of the host. */
const PATIENCE_MS = 5_000;

const SAME_TOKEN = "all servers need the same token: give it by " +
  "--http-token-file or OML_HTTP_TOKEN";

/** The server whose HTTP is at `address`, as a member of a group. */
export function peerMember(address: Address, token?: string): Member {
  return new Member(addressText(address), () => askPeer(address, token));
}

/**
 * The answer of the server whose HTTP is at `address`.
 *
 * @throws {PeerError} with the reason and the remedy.
 */
export async function askPeer(
  address: Address,
  token?: string,
  patience: number = PATIENCE_MS,
): Promise<MemberAnswer> {
  const { status, text } = await getStatus({ address, token, patience });
  const body = parseJson(text);
  if (status === 401) {
    const which = token === undefined ? "a" : "another";
    throw new PeerError(`${which} token is required`, { hint: SAME_TOKEN });
  }
  if (status !== 200) throw refusalOf(address, status, body);
  const site = SITE.safeParse(body);
  if (!site.success) {
    throw foreignAnswer(address, "the answer is not that of an oml2-server");
  }
  const { kind, since, status: answer } = site.data;
  if (answer !== undefined) return memberAnswer(since, answer);
  throw new PeerError(`it is a ${kind}`, { hint: "name servers only" });
}

async function getStatus(
  { address, ...how }: {
    readonly address: Address;
    readonly token: string | undefined;
    readonly patience: number;
  },
): Promise<HttpText> {
  try {
    return await httpGet({ address, path: PATH, ...how });
  } catch (cause) {
    throw new PeerError(networkReason(cause), {
      cause,
      hint: "is it running, and is this the address of its --http?",
    });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No oml2-server: what is checked next reports that.
    return undefined;
  }
}

function refusalOf(
  address: Address,
  status: number,
  body: unknown,
): PeerError {
  const refusal = ERROR_ANSWER.safeParse(body);
  if (!refusal.success) return foreignAnswer(address, `HTTP status ${status}`);
  const { message, hint } = refusal.data.error;
  return new PeerError(message, { hint });
}

function foreignAnswer({ port }: Address, reason: string): PeerError {
  const hint = `is ${port} the port of its --http, and has it this version?`;
  return new PeerError(reason, { hint });
}
