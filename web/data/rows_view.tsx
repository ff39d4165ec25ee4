/**
 * The rows of a table, page by page.
 *
 * @module
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Rows } from "../../archive/rows.ts";
import { formatCount } from "../format/numbers.ts";
import { usePage } from "../parts/context.tsx";
import { usePoll } from "../parts/hooks.tsx";
import { Empty, Failure, Skeleton } from "../parts/notes.tsx";
import { cellText } from "../plots/log/cell_text.ts";
import type { Plot } from "../plots/parts/use_plot.tsx";
import { columnTitle } from "../plots/view/panels.ts";
import { rowsUrl } from "../plots/view/urls.ts";
import { newerPage, olderPage, pageQuery, type RowPage } from "./row_pages.ts";

/** Milliseconds between two questions for the latest rows. */
const EVERY = 1_000;
/** Other rows do not change. */
const RARELY = 60_000;

/** The rows of all columns; the latest are followed. */
export function RowsView({ plot }: { readonly plot: Plot }) {
  const { session, stage } = plot;
  const { api } = usePage();
  const [page, setPage] = useState<RowPage>({ kind: "latest" });
  const { table, state: { senders } } = session;
  const path = rowsUrl(table, {
    ...pageQuery(page),
    senders: senders.length > 0 ? senders : undefined,
  });
  const { answer, error } = usePoll(
    (signal) => api.get<Rows>(path, signal),
    page.kind === "latest" ? EVERY : RARELY,
    path,
  );
  const shown = useLast(answer);
  if (error !== undefined) return <Failure error={error} />;
  if (shown === undefined) return <Skeleton />;
  const [older, newer] = [olderPage(shown, page), newerPage(shown, page)];
  return (
    <>
      <div class="tools">
        <PageButton text="Older" to={older} onPage={setPage} />
        <PageButton text="Newer" to={newer} onPage={setPage} />
        <PageButton
          text="Latest"
          to={page.kind === "latest" ? undefined : { kind: "latest" }}
          onPage={setPage}
        />
        <span class="muted" role="status">
          {page.kind === "latest" ? "The latest rows, first on top" : ""}
        </span>
      </div>
      {shown.ids.length === 0
        ? <Empty title="No rows" />
        : <RowTable rows={shown} session={session} stage={stage} />}
    </>
  );
}

function PageButton(
  { text, to, onPage }: {
    readonly text: string;
    readonly to: RowPage | undefined;
    readonly onPage: (page: RowPage) => void;
  },
) {
  return (
    <button
      type="button"
      disabled={to === undefined}
      onClick={() => to !== undefined && onPage(to)}
    >
      {text}
    </button>
  );
}

function RowTable({ rows, session, stage }: { readonly rows: Rows } & Plot) {
  const columns = session.shapes;
  return (
    <div class="table-frame rows" role="region" aria-label="Rows" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col" class="figure">Row</th>
            <th scope="col">Sender</th>
            <th scope="col" class="figure">Sequence</th>
            <th scope="col" class="figure">Client's time</th>
            <th scope="col" class="figure">Server's time</th>
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                class={column.kind === "number" ? "figure" : undefined}
              >
                {columnTitle(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.ids.map((id, at) => (
            <tr key={id}>
              <td class="figure muted">{formatCount(id)}</td>
              <td>{rows.senders[at]}</td>
              <td class="figure">{rows.seqs[at]}</td>
              <td class="figure">{timeText(rows.client[at])}</td>
              <td class="figure">{timeText(rows.server[at])}</td>
              {columns.map(({ name, kind }) => (
                <td
                  key={name}
                  class={kind === "number" ? "figure" : "value"}
                >
                  {cellText(rows.values[name]?.[at] ?? null, kind)}
                </td>
              ))}
            </tr>
          )).reverse()}
        </tbody>
      </table>
    </div>
  );

  function timeText(time: number | null): string {
    return time === null ? "–" : stage.times.full(time);
  }
}

/** The last value that was not unset: a table does not vanish while waiting. */
function useLast<T>(value: T | undefined): T | undefined {
  const last = useRef(value);
  useEffect(() => {
    if (value !== undefined) last.current = value;
  }, [value]);
  return value ?? last.current;
}
