/**
 * Shows the servers of a group; loaded only if there are peers.
 *
 * @module
 */
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { quoteJson, quoteText } from "../../codec/values/quote.ts";
import type { Group } from "../../group/group.ts";
import { makeGroup } from "../../group/make_group.ts";
import { Member, type MemberAnswer } from "../../group/member.ts";
import { peerMember } from "../../http/peers/ask_peer.ts";
import { errorText } from "../../shared/error_text.ts";
import { HintError } from "../../shared/hint_error.ts";
import type { StatusFlags } from "../flags/status_flags.ts";
import { ASK_HINT, readStatus } from "./ask_server.ts";
import { groupText } from "./group_text.ts";

/** How to ask a group, and how to show it. */
export interface GroupQuestion extends StatusFlags {
  /** The token of the peers, if they need one. */
  readonly token: string | undefined;
  /** Milliseconds over which rates are measured. */
  readonly pause: number;
  /** Precedes each table if it is shown again and again. */
  readonly clear: string;
}

/** Shows the group; returns the exit status: 1 if a server does not answer. */
export async function showGroup(question: GroupQuestion): Promise<number> {
  const { watch, pause } = question;
  const members = membersOf(question);
  await Promise.all(members.map((member) => askTwice(member, pause)));
  let group = print(members, question);
  while (watch !== undefined) {
    await delay(pause);
    await Promise.all(members.map((member) => member.ask()));
    group = print(members, question);
  }
  const faults = faultsOf(group);
  for (const fault of faults) process.stderr.write(`oml2 status: ${fault}\n`);
  return faults.length === 0 ? 0 : 1;
}

function membersOf(
  { socket, peers, token }: GroupQuestion,
): readonly Member[] {
  const own = socket === undefined
    ? []
    : [new Member(socket, () => askSocket(socket))];
  return [...own, ...peers.map((peer) => peerMember(peer, token))];
}

async function askSocket(path: string): Promise<MemberAnswer> {
  try {
    const status = await readStatus(path);
    return { id: `${path} ${status.pid}`, status };
  } catch (cause) {
    throw new HintError(errorText(cause), { cause, hint: ASK_HINT });
  }
}

/** Two answers make a rate; without the first there is no wait for another. */
async function askTwice(member: Member, pause: number): Promise<void> {
  await member.ask();
  if (member.state.fault !== undefined) return;
  await delay(pause);
  await member.ask();
}

function print(members: readonly Member[], question: GroupQuestion): Group {
  const group = makeGroup(members.map(({ state }) => state));
  process.stdout.write(
    question.json
      ? `${quoteJson(JSON.stringify(group))}\n`
      : question.clear + groupText(group),
  );
  return group;
}

function faultsOf({ servers }: Group): readonly string[] {
  return servers.flatMap(({ address, fault }) => {
    if (fault === undefined) return [];
    const { reason, hint } = fault;
    const remedy = hint === undefined ? "" : `; ${hint}`;
    return `Cannot ask the server at ${address}: ${quoteText(reason + remedy)}`;
  });
}
