/**
 * The servers of a group.
 *
 * @module
 */
import type { Group, GroupServer, Work } from "../../group/group.ts";
import {
  formatBytes,
  formatCount,
  formatRate,
  UNKNOWN,
} from "../format/numbers.ts";
import { formatSpan } from "../format/times.ts";
import { splitSentences } from "../model/group.ts";
import { usePage } from "../parts/context.tsx";
import { Glyph } from "../parts/glyph.tsx";
import { usePoll } from "../parts/hooks.tsx";
import { Answered, Sentences } from "../parts/notes.tsx";

/** Milliseconds between two polls. */
const EVERY = 1000;

/** Number of columns with figures. */
const FIGURES = 7;

/** This server and its peers, and the experiments that they share. */
export function ServerTable() {
  const { api } = usePage();
  const { answer, error } = usePoll(
    (signal) => api.servers(signal),
    EVERY,
    "servers",
  );
  return (
    <section aria-labelledby="servers">
      <h2 id="servers">Servers</h2>
      <Answered answer={answer} error={error} rows={3}>
        {(group) => <GroupView group={group} />}
      </Answered>
    </section>
  );
}

function GroupView({ group }: { readonly group: Group }) {
  const { servers, total } = group;
  const sentences = splitSentences(group);
  return (
    <>
      <div
        class="table-frame"
        tabIndex={0}
        role="group"
        aria-labelledby="servers"
      >
        <table>
          <thead>
            <tr>
              <th scope="col">Server</th>
              <th scope="col" class="figure">Up</th>
              <th scope="col" class="figure">Clients</th>
              <th scope="col" class="figure">Experiments</th>
              <th scope="col" class="figure">Tuples</th>
              <th scope="col" class="figure">Rate</th>
              <th scope="col" class="figure">Rejected</th>
              <th scope="col" class="figure">Memory</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {servers.map((server, at) => (
              <ServerRow key={at} server={server} isOwn={at === 0} />
            ))}
            <tr>
              <th scope="row">All</th>
              <td />
              <WorkCells work={total} />
              <td>{total.answering} of {total.servers} answer</td>
            </tr>
          </tbody>
        </table>
      </div>
      {sentences.length > 0 && <Sentences sentences={sentences} />}
    </>
  );
}

function ServerRow({ server: { address, work, fault }, isOwn }: {
  readonly server: GroupServer;
  readonly isOwn: boolean;
}) {
  return (
    <tr>
      <th scope="row">
        {isOwn
          ? (
            <>
              {address} <span class="muted">(this one)</span>
            </>
          )
          : <a href={`http://${address}/status`}>{address}</a>}
      </th>
      {work === undefined ? <td colSpan={FIGURES} /> : (
        <>
          <td class="figure">{formatSpan(work.upTime)}</td>
          <WorkCells work={work} />
        </>
      )}
      <td>
        {fault === undefined
          ? <State tone="good" text="ok" />
          : <State tone="bad" text={fault.reason} hint={fault.hint} />}
      </td>
    </tr>
  );
}

function WorkCells({ work }: { readonly work: Work }) {
  const { tupleRate, rejected } = work;
  return (
    <>
      <td class="figure">{formatCount(work.clients)}</td>
      <td class="figure">{formatCount(work.experiments)}</td>
      <td class="figure">{formatCount(work.tuples)}</td>
      <td class="figure">
        {tupleRate === undefined ? UNKNOWN : formatRate(tupleRate)}
      </td>
      <td class={rejected > 0 ? "figure tone-warn" : "figure"}>
        {formatCount(rejected)}
      </td>
      <td class="figure">{formatBytes(work.memory)}</td>
    </>
  );
}

function State({ tone, text, hint }: {
  readonly tone: "good" | "bad";
  readonly text: string;
  readonly hint?: string;
}) {
  return (
    <>
      <span class={`name tone-${tone}`}>
        <Glyph name={tone} />
        <span>{text}</span>
      </span>
      {hint !== undefined && <span class="small muted block">{hint}</span>}
    </>
  );
}
