import type { MemberState } from "../../../group/member.ts";
import { withRates } from "../../../server/status/rates.ts";
import type { ServerStatus } from "../../../server/status/server_status.ts";
import { someStatus } from "../../_support/some_status.ts";

/** A server that has answered twice, and did nothing in between. */
export function someMember(
  address: string,
  changes: Partial<ServerStatus> = {},
): MemberState {
  const status = someStatus(changes);
  const before = { ...status, time: status.time - 1_000 };
  return {
    address,
    answer: { id: `id of ${address}`, status },
    rated: withRates(before, status),
  };
}

/** A server that does not answer. */
export function deadMember(address: string): MemberState {
  const fault = { reason: "connection refused", hint: "is it running?" };
  return { address, fault };
}
