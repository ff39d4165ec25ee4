/**
 * An experiment: who sends what, its tables, rejected samples and metadata.
 *
 * @module
 */
import type { ExperimentDescription } from "../../archive/archive.ts";
import type { ActivityAnswer } from "../api/answers.ts";
import { formatCount, formatNumber } from "../format/numbers.ts";
import { formatTime } from "../format/times.ts";
import { buildMatrix, type Matrix } from "../model/matrix.ts";
import { summarise } from "../model/summary.ts";
import { Age } from "../parts/age.tsx";
import { usePage } from "../parts/context.tsx";
import { usePoll, useTitle } from "../parts/hooks.tsx";
import { Failure, Sentences, Skeleton } from "../parts/notes.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { experimentPath } from "../route.ts";
import { MatrixView } from "./matrix_view.tsx";
import { MetadataView } from "./metadata_view.tsx";
import { RejectsView } from "./rejects_view.tsx";
import { TablesView } from "./tables_view.tsx";

/** Milliseconds between two polls. */
const EVERY = 1000;

/** What the page of an experiment needs. */
export interface ExperimentPageProps {
  /** Its name. */
  readonly experiment: string;
  /** The tab; the overview if unset. */
  readonly show: string | undefined;
}

/** Everything about an experiment that is asked together. */
interface Whole {
  readonly description: ExperimentDescription;
  readonly activity: ActivityAnswer;
}

/** An experiment. */
export function ExperimentPage({ experiment, show }: ExperimentPageProps) {
  useTitle(experiment);
  const { api, clock } = usePage();
  const { answer, error } = usePoll(
    async (signal): Promise<Whole> => {
      const [description, activity] = await Promise.all([
        api.describe(experiment, signal),
        api.activity(experiment, signal),
      ]);
      clock.set(activity.time);
      return { description, activity };
    },
    EVERY,
    experiment,
  );
  return (
    <>
      <header class="page-head">
        <h1>{experiment}</h1>
        {answer !== undefined && (
          <Facts {...answer} matrix={buildMatrix(...both(answer))} />
        )}
      </header>
      {error !== undefined && <Failure error={error} />}
      {answer === undefined
        ? error === undefined && <Skeleton />
        : <Contents experiment={experiment} show={show} whole={answer} />}
    </>
  );
}

function both({ description, activity }: Whole) {
  return [description, activity] as const;
}

function Facts(
  { description, matrix }: Whole & { readonly matrix: Matrix },
) {
  const { startTime, senders, tables } = description;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return (
    <p class="facts">
      <Openness {...matrix} />
      <span>
        last tuple <Age at={matrix.lastTuple} />
      </span>
      {startTime !== undefined && <span>started {formatTime(startTime)}</span>}
      <span>{formatNumber(senders.length, "sender")}</span>
      <span>{formatNumber(tables.length, "table")}</span>
      <span>{formatNumber(rows, "row")}</span>
    </p>
  );
}

function Openness({ isOpen, isLive }: Matrix) {
  // Without a server nobody knows who is connected.
  const isGood = isOpen ?? isLive;
  const text = isOpen === undefined ? "live" : isOpen ? "open" : "closed";
  if (isOpen === undefined && !isLive) return null;
  return <span class={isGood ? "badge live" : "badge"}>{text}</span>;
}

function Contents(
  { experiment, show, whole }: {
    readonly experiment: string;
    readonly show: string | undefined;
    readonly whole: Whole;
  },
) {
  const { description, activity } = whole;
  const matrix = buildMatrix(description, activity);
  const rejects = activity.rejects.reduce((sum, { count }) => sum + count, 0);
  const tabs = [
    { name: "Overview" },
    { name: "Tables", show: "tables", count: description.tables.length },
    { name: "Rejects", show: "rejects", count: rejects },
    { name: "Metadata", show: "metadata", count: description.metadata.length },
  ].map(({ name, show: tab, count }) => ({
    name,
    note: count === undefined ? undefined : formatCount(count),
    to: experimentPath(experiment, tab),
    isCurrent: show === tab,
  }));
  return (
    <>
      <Sentences sentences={summarise(matrix)} />
      <Tabs label="Parts of the experiment" tabs={tabs} />
      {show === "tables"
        ? <TablesView description={description} matrix={matrix} />
        : show === "rejects"
        ? (
          <RejectsView
            experiment={experiment}
            startTime={description.startTime}
            totals={activity.rejects}
          />
        )
        : show === "metadata"
        ? <MetadataView entries={description.metadata} />
        : <MatrixView experiment={experiment} matrix={matrix} />}
    </>
  );
}
