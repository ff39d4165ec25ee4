/**
 * The list of experiments.
 *
 * @module
 */
import { useState } from "preact/hooks";
import type { ExperimentsAnswer, ListedExperiment } from "../api/answers.ts";
import {
  formatBytes,
  formatCount,
  formatNumber,
  formatRate,
  UNKNOWN,
} from "../format/numbers.ts";
import {
  FIRST_ORDER,
  isLive,
  type ListColumn,
  listed,
  listSummary,
  nextOrder,
} from "../model/experiment_list.ts";
import { experimentPath } from "../route.ts";
import { Age } from "../parts/age.tsx";
import { type Page, usePage } from "../parts/context.tsx";
import { Glyph } from "../parts/glyph.tsx";
import { usePoll, useTitle } from "../parts/hooks.tsx";
import { Link } from "../parts/link.tsx";
import { Answered, Empty } from "../parts/notes.tsx";
import { SortHead } from "../parts/sort_head.tsx";
import { ShowMore, useListPart } from "../parts/show_more.tsx";
import { Sparkline } from "../parts/sparkline.tsx";

/** Milliseconds between two polls. */
const EVERY = 2000;

/** Rows that are shown at once. */
const PAGE = 100;

const COLUMNS: readonly (readonly [ListColumn, string, string])[] = [
  ["name", "Experiment", ""],
  ["rate", "Rate", "rate"],
  ["lastRow", "Last tuple", "figure"],
  ["senders", "Senders", "figure wide"],
  ["tables", "Tables", "figure wide"],
  ["rows", "Rows", "figure wide"],
  ["bytes", "Size", "figure wide"],
];

/** The list of experiments. */
export function ExperimentsPage() {
  useTitle("Experiments");
  const page = usePage();
  const { answer, error } = usePoll(
    async (signal) => remember(page, await page.api.experiments(signal)),
    EVERY,
    "experiments",
  );
  return (
    <>
      <header class="page-head">
        <h1>Experiments</h1>
        <p class="muted">
          {answer === undefined ? UNKNOWN : listSummary(answer.experiments)}
        </p>
      </header>
      <Answered answer={answer} error={error}>
        {({ experiments }) =>
          experiments.length === 0
            ? <NoExperiments />
            : <ExperimentTable experiments={experiments} />}
      </Answered>
    </>
  );
}

function NoExperiments() {
  const { site } = usePage();
  return (
    <Empty title="There are no experiments yet">
      {site.value?.kind === "server" && (
        <p>
          An experiment appears here as soon as its first client connects. To
          see one now, run <code>oml2 load</code>.
        </p>
      )}
    </Empty>
  );
}

function ExperimentTable(
  { experiments }: { readonly experiments: readonly ListedExperiment[] },
) {
  const { rates } = usePage();
  const [order, setOrder] = useState(FIRST_ORDER);
  const [text, setText] = useState("");
  const rateOf = (name: string) => rates.latest(`experiment ${name}`);
  const part = useListPart(listed(experiments, text, order, rateOf), PAGE);
  const { shown } = part;
  return (
    <>
      <div class="tools">
        <input
          type="search"
          aria-label="Filter experiments by name"
          placeholder="Filter by name"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <div class="table-frame">
        <table class="experiments">
          <thead>
            <tr>
              {COLUMNS.map(([column, name, style]) => (
                <SortHead
                  key={column}
                  class={style}
                  order={order.column !== column
                    ? undefined
                    : order.isDown
                    ? "down"
                    : "up"}
                  onSort={() => setOrder(nextOrder(order, column))}
                >
                  {name}
                </SortHead>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((each) => (
              <ExperimentRow key={each.name} experiment={each} />
            ))}
          </tbody>
        </table>
        {shown.length === 0 && (
          <p class="no-match">No experiment has “{text}” in its name.</p>
        )}
      </div>
      <ShowMore part={part} noun="experiment" />
    </>
  );
}

function ExperimentRow(
  { experiment }: { readonly experiment: ListedExperiment },
) {
  const { rates, site } = usePage();
  const { name, lastRow, senders, tables, rows, bytes, fault } = experiment;
  const key = `experiment ${name}`;
  const rate = rates.latest(key);
  const live = isLive(experiment);
  const isGrowing = rate !== undefined && rate > 0;
  const size = bytes === undefined ? UNKNOWN : formatBytes(bytes);
  return (
    <tr>
      <th scope="row">
        <span class="name">
          <Glyph name={live || isGrowing ? "sending" : "ended"} />
          <Link to={experimentPath(name)}>{name}</Link>
          {site.value?.kind === "server" && (
            <span class={live ? "badge live" : "badge"}>
              {live ? "open" : "closed"}
            </span>
          )}
        </span>
        {fault !== undefined && <p class="tone-bad small">{fault}</p>}
        <p class="narrow small muted">
          {live && <b class="tone-good">open</b>} {live && "· "}
          {formatNumber(senders, "sender")} · {formatNumber(tables, "table")} ·
          {" "}
          {formatNumber(rows, "row")} · {size}
        </p>
      </th>
      <td class="rate">
        <div class="rate-cell">
          <span class="rate-figure">
            {rate === undefined || (rate === 0 && !live)
              ? <span class="muted">{UNKNOWN}</span>
              : formatRate(rate)}
          </span>
          <Sparkline rates={rates.of(key)} />
        </div>
      </td>
      <td class="figure">
        <Age at={lastRow} />
      </td>
      <td class="figure wide">{formatCount(senders)}</td>
      <td class="figure wide">{formatCount(tables)}</td>
      <td class="figure wide">{formatCount(rows)}</td>
      <td class="figure wide">{size}</td>
    </tr>
  );
}

function remember(page: Page, answer: ExperimentsAnswer): ExperimentsAnswer {
  page.clock.set(answer.time);
  for (const { name, rows } of answer.experiments) {
    page.rates.add(`experiment ${name}`, answer.time, rows);
  }
  return answer;
}
