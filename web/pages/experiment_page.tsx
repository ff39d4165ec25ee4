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

/** Milliseconds between two polls: who sends, and what there is. */
const EVERY = 1000;
const DESCRIBE_EVERY = 3000;

/** What the page of an experiment needs. */
export interface ExperimentPageProps {
  /** Its name. */
  readonly experiment: string;
  /** The tab; the overview if unset. */
  readonly show: string | undefined;
}

/** What is known of an experiment. */
interface Whole {
  readonly description: ExperimentDescription;
  readonly activity: ActivityAnswer;
  readonly matrix: Matrix;
}

/** An experiment. */
export function ExperimentPage({ experiment, show }: ExperimentPageProps) {
  useTitle(experiment);
  const { api, clock } = usePage();
  const description = usePoll(
    (signal) => api.describe(experiment, signal),
    DESCRIBE_EVERY,
    experiment,
  );
  const activity = usePoll(
    async (signal) => {
      const answer = await api.activity(experiment, signal);
      clock.set(answer.time);
      return answer;
    },
    EVERY,
    experiment,
  );
  const error = description.error ?? activity.error;
  const whole = bothOf(description.answer, activity.answer);
  return (
    <>
      <header class="page-head">
        <h1>{experiment}</h1>
        {whole === undefined
          ? <p class="facts waiting" />
          : <Facts {...whole} />}
      </header>
      {error !== undefined && <Failure error={error} />}
      {(whole !== undefined || error === undefined) && (
        <>
          <Sentences
            isHeadline
            sentences={whole === undefined ? [] : [summarise(whole.matrix)]}
          />
          <Tabs
            label="Parts of the experiment"
            tabs={tabsOf(experiment, show, whole)}
          />
          {whole === undefined
            ? <Skeleton />
            : <Contents experiment={experiment} show={show} whole={whole} />}
        </>
      )}
    </>
  );
}

function bothOf(
  description: ExperimentDescription | undefined,
  activity: ActivityAnswer | undefined,
): Whole | undefined {
  if (description === undefined || activity === undefined) return undefined;
  const matrix = buildMatrix(description, activity);
  return { description, activity, matrix };
}

function Facts({ description, matrix }: Whole) {
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

function tabsOf(
  experiment: string,
  show: string | undefined,
  whole: Whole | undefined,
) {
  const { description, activity } = whole ?? {};
  const rejects = activity?.rejects.reduce((sum, { count }) => sum + count, 0);
  return [
    { name: "Overview" },
    { name: "Tables", tab: "tables", count: description?.tables.length },
    { name: "Rejects", tab: "rejects", count: rejects },
    { name: "Metadata", tab: "metadata", count: description?.metadata.length },
  ].map(({ name, tab, count }) => ({
    name,
    note: count === undefined ? undefined : formatCount(count),
    to: experimentPath(experiment, tab),
    isCurrent: show === tab,
  }));
}

function Contents(
  { experiment, show, whole }: {
    readonly experiment: string;
    readonly show: string | undefined;
    readonly whole: Whole;
  },
) {
  const { description, activity, matrix } = whole;
  if (show === "tables") {
    return <TablesView description={description} matrix={matrix} />;
  }
  if (show === "rejects") {
    const { startTime } = description;
    return (
      <RejectsView
        experiment={experiment}
        startTime={startTime}
        totals={activity.rejects}
      />
    );
  }
  if (show === "metadata") {
    return <MetadataView entries={description.metadata} />;
  }
  return <MatrixView experiment={experiment} matrix={matrix} />;
}
