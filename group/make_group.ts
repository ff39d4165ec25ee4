/**
 * Turns what is known of several servers into the table of their group.
 *
 * @module
 */
import type { ExperimentStatus } from "../server/status/server_status.ts";
import type {
  ExperimentPart,
  Group,
  GroupExperiment,
  GroupServer,
  GroupTotal,
  ServerWork,
} from "./group.ts";
import type { MemberState } from "./member.ts";

/** The table; a server that has several addresses is in it once. */
export function makeGroup(members: readonly MemberState[]): Group {
  const distinct = withoutRepetitions(members);
  const servers = distinct.map(toServer);
  const experiments = joinExperiments(distinct);
  return { servers, total: totalOf(servers, experiments.length), experiments };
}

function withoutRepetitions(
  members: readonly MemberState[],
): readonly MemberState[] {
  const known = new Set<string>();
  return members.filter(({ address, answer }) => {
    const id = answer?.id ?? address;
    if (known.has(id)) return false;
    known.add(id);
    return true;
  });
}

function toServer({ address, answer, rated, fault }: MemberState): GroupServer {
  if (answer === undefined) return { address, fault };
  const { version, time, since, total, memory, ...status } = answer.status;
  const work: ServerWork = {
    version,
    upTime: Math.max(0, time - since) / 1_000,
    clients: status.clients.length,
    experiments: status.experiments.length,
    tuples: total.tuples,
    tupleRate: rated?.tupleRate,
    rejected: total.rejected,
    memory,
  };
  return { address, work };
}

function totalOf(
  servers: readonly GroupServer[],
  experiments: number,
): GroupTotal {
  const works = servers.flatMap(({ work }) => work ?? []);
  const sum = (of: (work: ServerWork) => number) =>
    works.reduce((sum, work) => sum + of(work), 0);
  return {
    servers: servers.length,
    answering: works.length,
    clients: sum(({ clients }) => clients),
    experiments,
    tuples: sum(({ tuples }) => tuples),
    tupleRate: works.some(({ tupleRate }) => tupleRate !== undefined)
      ? sum(({ tupleRate = 0 }) => tupleRate)
      : undefined,
    rejected: sum(({ rejected }) => rejected),
    memory: sum(({ memory }) => memory),
  };
}

/** A part, and the database that it is in. */
interface StoredPart extends ExperimentPart {
  readonly database: string;
}

function joinExperiments(
  members: readonly MemberState[],
): readonly GroupExperiment[] {
  const parts = new Map<string, StoredPart[]>();
  for (const member of members) {
    for (const experiment of member.answer?.status.experiments ?? []) {
      const known = parts.get(experiment.domain) ?? [];
      parts.set(experiment.domain, [...known, toPart(member, experiment)]);
    }
  }
  return [...parts].map(([domain, parts]) => ({
    domain,
    isSplit: new Set(parts.map(({ database }) => database)).size > 1,
    parts: parts.map(({ database: _, ...part }) => part),
  })).sort(splitFirst);
}

function toPart(
  { address, answer, rated }: MemberState,
  { domain, clients, queuedRows, storedRows }: ExperimentStatus,
): StoredPart {
  const rowRate = rated?.experiments
    .find((each) => each.domain === domain)?.rowRate;
  const place = answer?.status.place ?? "";
  // Servers can share a PostgreSQL, but not a directory: those of the same name
  // are on different machines.
  const database = place.startsWith("postgresql:") ? place : address;
  return {
    server: address,
    clients,
    queuedRows,
    storedRows,
    rowRate,
    database,
  };
}

function splitFirst(a: GroupExperiment, b: GroupExperiment): number {
  if (a.isSplit !== b.isSplit) return a.isSplit ? -1 : 1;
  return a.domain < b.domain ? -1 : 1;
}
