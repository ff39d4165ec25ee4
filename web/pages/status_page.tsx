/**
 * The status of a server, for operators.
 *
 * @module
 */
import type { SiteAnswer } from "../api/answers.ts";
import type { ServerStatus } from "../../server/status/server_status.ts";
import {
  formatBytes,
  formatCount,
  formatNumber,
  formatRate,
  UNKNOWN,
} from "../format/numbers.ts";
import { formatTime } from "../format/times.ts";
import { CLIENT_STATES, countStates } from "../model/clients.ts";
import { refusedFigures } from "../model/refused.ts";
import { Age } from "../parts/age.tsx";
import { type Page, usePage } from "../parts/context.tsx";
import { Figures } from "../parts/figures.tsx";
import { usePoll, useTitle } from "../parts/hooks.tsx";
import { Link } from "../parts/link.tsx";
import { Answered, Empty } from "../parts/notes.tsx";
import { Sparkline } from "../parts/sparkline.tsx";
import { experimentPath } from "../route.ts";
import { ClientTable } from "./client_table.tsx";
import { ServerTable } from "./server_table.tsx";

/** Milliseconds between two polls. */
const EVERY = 1000;

/** Totals of a server, and its clients. */
export function StatusPage() {
  useTitle("Server");
  const page = usePage();
  const { answer, error } = usePoll(
    async (signal) => remember(page, await page.api.site(signal)),
    EVERY,
    "status",
  );
  return (
    <>
      <header class="page-head">
        <h1>Server</h1>
        {answer !== undefined && (
          <p class="facts">
            <span>version {answer.version}</span>
            <span>
              started {formatTime(answer.since)} (<Age at={answer.since} />)
            </span>
            {answer.place !== undefined && <span>{answer.place}</span>}
          </p>
        )}
      </header>
      <Answered answer={answer} error={error}>
        {({ status, peers }) =>
          status === undefined
            ? (
              <Empty title="This program receives nothing, it only shows data" />
            )
            : <StatusView status={status} peers={peers} />}
      </Answered>
    </>
  );
}

function StatusView({ status, peers = 0 }: {
  readonly status: ServerStatus;
  readonly peers: number | undefined;
}) {
  const { rates } = usePage();
  const { total, clients, memory, experiments, refused } = status;
  const states = countStates(clients);
  const queued = experiments.reduce((sum, each) => sum + each.queuedRows, 0);
  const queuedBytes = experiments.reduce(
    (sum, each) => sum + each.queuedBytes,
    0,
  );
  const bytes = rates.latest("total bytes");
  const tuples = rates.latest("total tuples");
  return (
    <>
      <div class="wide-spark">
        <div>
          <span class="spark-name">Tuples</span>
          <span class="spark-figure">
            {tuples === undefined ? UNKNOWN : formatRate(tuples)}
          </span>
        </div>
        <Sparkline rates={rates.of("total tuples")} />
      </div>
      <Figures
        figures={[
          [
            "Tuples",
            formatCount(total.tuples),
            `${formatNumber(total.rejected, "sample")} rejected`,
          ],
          [
            "Received",
            formatBytes(total.bytes),
            bytes === undefined ? UNKNOWN : `${formatBytes(bytes)}/s`,
          ],
          [
            "Connections",
            formatCount(clients.length),
            `${formatCount(total.connections)} since the start`,
          ],
          ["Queued", formatNumber(queued, "row"), formatBytes(queuedBytes)],
          ["Memory", formatBytes(memory), `process ${status.pid}`],
          ...refusedFigures(refused),
        ]}
      />
      {peers > 0 && <ServerTable />}
      <section aria-labelledby="states">
        <h2 id="states">Connections by state</h2>
        <ul class="states">
          {CLIENT_STATES.map(([state, meaning]) => (
            <li key={state}>
              <b>{formatCount(states.get(state) ?? 0)}</b>
              <span>{state}</span>
              <span class="muted small">{meaning}</span>
            </li>
          ))}
        </ul>
      </section>
      <OpenExperiments status={status} />
      <ClientTable clients={clients} />
    </>
  );
}

function OpenExperiments({ status }: { readonly status: ServerStatus }) {
  if (status.experiments.length === 0) return null;
  return (
    <section aria-labelledby="open">
      <h2 id="open">Open experiments</h2>
      <div
        class="table-frame"
        tabIndex={0}
        role="group"
        aria-labelledby="open"
      >
        <table>
          <thead>
            <tr>
              <th scope="col">Experiment</th>
              <th scope="col" class="figure">Clients</th>
              <th scope="col" class="figure">Queued</th>
              <th scope="col" class="figure">Stored since opened</th>
              <th scope="col" class="figure">Last stored</th>
            </tr>
          </thead>
          <tbody>
            {status.experiments.map((each) => (
              <tr key={each.domain}>
                <th scope="row">
                  <Link to={experimentPath(each.domain)}>{each.domain}</Link>
                </th>
                <td class="figure">{formatCount(each.clients)}</td>
                <td class="figure">{formatNumber(each.queuedRows, "row")}</td>
                <td class="figure">{formatNumber(each.storedRows, "row")}</td>
                <td class="figure">
                  <Age
                    at={each.storedAt === 0 ? undefined : each.storedAt / 1000}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function remember(page: Page, answer: SiteAnswer): SiteAnswer {
  page.clock.set(answer.time);
  page.site.set(answer);
  const { status } = answer;
  if (status !== undefined) {
    page.rates.add("total tuples", answer.time, status.total.tuples);
    page.rates.add("total bytes", answer.time, status.total.bytes);
  }
  return answer;
}
