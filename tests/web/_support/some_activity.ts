/**
 * Activities for tests of the page.
 *
 * @module
 */
import type { ActivityCell } from "../../../archive/activity.ts";
import type { ActivityAnswer } from "../../../web/api/answers.ts";
import type { ClientStatus } from "../../../server/status/server_status.ts";

/** When the experiment of the tests began. */
export const START = 1_700_000_000;

/** A cell that has sent ten tuples a second from second 0 to `last`. */
export function someCell(rest: Partial<ActivityCell> = {}): ActivityCell {
  const { last = 100 } = rest;
  return {
    sender: "n1",
    table: "t",
    tuples: 10 * last + 1,
    firstSeq: 1,
    lastSeq: 10 * last + 1,
    gaps: 0,
    duplicates: 0,
    first: 0,
    last,
    rate: 10,
    longestSilence: 0.1,
    clockOffset: -0.001,
    ...rest,
  };
}

/** An activity at second 100, with a connected client for each sender. */
export function someActivity(
  cells: readonly ActivityCell[],
  rest: Partial<ActivityAnswer> = {},
): ActivityAnswer {
  const senders = [...new Set(cells.map(({ sender }) => sender))];
  return {
    time: START + 100,
    covered: 1,
    cells,
    rejects: [],
    conversions: [],
    clients: senders.map(someClient),
    ...rest,
  };
}

/** A client of a sender in the experiment `exp`. */
export function someClient(sender: string): ClientStatus {
  return {
    client: `exp:${sender}:app`,
    address: `127.0.0.1:${1000 + sender.length}`,
    domain: "exp",
    state: "reading",
    since: START * 1000,
    bytes: 1000,
    tuples: 10,
    rejected: 0,
    converted: 0,
  };
}

/** An experiment with these senders and tables. */
export function someDescription(senders: readonly string[], tables = ["t"]) {
  return {
    startTime: START,
    senders: senders.map((name, i) => ({ id: i + 1, name })),
    tables: tables.map((name) => ({ name, rows: 0, columns: [] })),
  };
}
