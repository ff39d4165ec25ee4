/**
 * Rejected samples: how many, why, and their bytes.
 *
 * @module
 */
import { useEffect, useState } from "preact/hooks";
import type { RejectTotal } from "../../archive/activity.ts";
import type { RejectedSample } from "../../archive/rows.ts";
import { ApiError } from "../api/api_error.ts";
import { byName } from "../format/lists.ts";
import { formatCount, formatNumber } from "../format/numbers.ts";
import { formatTime } from "../format/times.ts";
import { shownBytes } from "../model/raw_bytes.ts";
import { withLatest, withOlder } from "../model/reject_list.ts";
import { usePage } from "../parts/context.tsx";
import { navigate } from "../parts/link.tsx";
import { usePoll } from "../parts/hooks.tsx";
import { Empty, Failure, Skeleton } from "../parts/notes.tsx";
import { experimentPath } from "../route.ts";

/** What the view needs. */
export interface RejectsViewProps {
  /** Name of the experiment. */
  readonly experiment: string;
  /** Its start, UNIX seconds. */
  readonly startTime: number | undefined;
  /** Numbers of rejected samples. */
  readonly totals: readonly RejectTotal[];
}

/** Milliseconds between two polls, and samples of one answer. */
const EVERY = 2000;
const LIMIT = 100;

/** Rejected samples, the latest first. */
export function RejectsView(
  { experiment, startTime, totals }: RejectsViewProps,
) {
  const page = usePage();
  const sender = new URLSearchParams(location.search).get("sender") ??
    undefined;
  const key = JSON.stringify([experiment, sender]);
  const [samples, setSamples] = useState<readonly RejectedSample[]>([]);
  useEffect(() => setSamples([]), [key]);
  const { answer, error } = usePoll(
    (signal) => page.api.rejects(experiment, { sender, limit: LIMIT }, signal),
    EVERY,
    key,
  );
  useEffect(() => {
    if (answer !== undefined) {
      setSamples((known) => withLatest(known, answer.samples));
    }
  }, [answer]);
  if (error !== undefined) return <Failure error={error} />;
  if (answer === undefined) return <Skeleton />;
  if (answer.samples.length === 0) {
    return <Empty title="No sample was rejected" />;
  }
  const senders = [...new Set(totals.map((each) => each.sender))].sort(byName);
  return (
    <>
      <RejectTotals totals={totals} sender={sender} />
      <div class="tools">
        <label>
          Sender{" "}
          <select
            value={sender ?? ""}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              const rest = chosen === ""
                ? ""
                : `&sender=${encodeURIComponent(chosen)}`;
              navigate(page, experimentPath(experiment, "rejects") + rest);
            }}
          >
            <option value="">all</option>
            {senders.map((each) => (
              <option key={each} value={each}>{each}</option>
            ))}
          </select>
        </label>
      </div>
      <ol class="rejects">
        {samples.map((sample) => (
          <Reject key={sample.id} sample={sample} startTime={startTime} />
        ))}
      </ol>
      <OlderButton
        isOffered={answer.more}
        load={async () => {
          const before = samples.at(-1)?.id;
          const query = { sender, before, limit: LIMIT };
          const next = await page.api.rejects(experiment, query);
          setSamples((known) => withOlder(known, next.samples));
          return next.more;
        }}
      />
    </>
  );
}

function RejectTotals(
  { totals, sender }: {
    readonly totals: readonly RejectTotal[];
    readonly sender: string | undefined;
  },
) {
  const byReason = new Map<string, number>();
  for (const each of totals) {
    if (sender !== undefined && each.sender !== sender) continue;
    byReason.set(each.reason, (byReason.get(each.reason) ?? 0) + each.count);
  }
  const lines = [...byReason].sort(([, a], [, b]) => b - a);
  return (
    <ul class="reasons">
      {lines.map(([reason, count]) => (
        <li key={reason}>
          <b>{formatCount(count)}</b> {reason}
        </li>
      ))}
    </ul>
  );
}

function Reject(
  { sample, startTime }: {
    readonly sample: RejectedSample;
    readonly startTime: number | undefined;
  },
) {
  const { time, sender, stream, reason, raw, length } = sample;
  const bytes = shownBytes(raw);
  return (
    <li class="reject">
      <p>
        <b>{reason}</b>
      </p>
      <p class="facts">
        <span>{sender}</span>
        {stream !== undefined && <span>stream {stream}</span>}
        <span>
          {startTime === undefined
            ? `${time.toFixed(3)} s after the start`
            : formatTime(startTime + time)}
        </span>
        <span>{formatNumber(length, "byte")}</span>
      </p>
      <pre class={bytes.isText ? "raw text" : "raw"} tabIndex={0}>
        {bytes.text}
      </pre>
    </li>
  );
}

function OlderButton(
  { isOffered, load }: {
    readonly isOffered: boolean;
    readonly load: () => Promise<boolean>;
  },
) {
  const [more, setMore] = useState<boolean | undefined>(undefined);
  const [error, setError] = useState<ApiError | undefined>(undefined);
  if (!(more ?? isOffered)) return null;
  const press = async () => {
    try {
      setError(undefined);
      setMore(await load());
    } catch (cause) {
      // If the server is away, the whole page says so.
      if (cause instanceof ApiError) setError(cause);
    }
  };
  return (
    <div class="more">
      {error !== undefined && <Failure error={error} />}
      <button type="button" onClick={press}>Show older samples</button>
    </div>
  );
}
