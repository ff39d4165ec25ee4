/**
 * The matrix of senders and tables.
 *
 * @module
 */
import { useState } from "preact/hooks";
import type { Matrix } from "../model/matrix.ts";
import { isTroubled, notesOn } from "../model/summary.ts";
import { Empty, Sentences } from "../parts/notes.tsx";
import { ShowMore, useListPart } from "../parts/show_more.tsx";
import { MatrixRowView } from "./matrix_row.tsx";
import { SenderMap } from "./sender_map.tsx";

/** Rows that are shown at once: each is drawn again every second. */
const PAGE = 100;

/** A matrix that needs no tools. */
const FEW = 8;

/** The matrix of senders and tables. */
export function MatrixView(
  { experiment, matrix }: {
    readonly experiment: string;
    readonly matrix: Matrix;
  },
) {
  const [text, setText] = useState("");
  const [onlyTroubled, setOnlyTroubled] = useState(false);
  const { rows, tables } = matrix;
  const wanted = text.trim().toLowerCase();
  const found = rows.filter((row) =>
    row.sender.toLowerCase().includes(wanted) &&
    (!onlyTroubled || isTroubled(row))
  );
  const part = useListPart(found, PAGE);
  const { shown } = part;
  if (rows.length === 0) {
    return <Empty title="No sender has sent anything yet" />;
  }
  return (
    <section aria-label="Senders and tables">
      <Sentences sentences={notesOn(matrix)} />
      {rows.length > FEW && (
        <>
          <SenderMap rows={rows} />
          <div class="tools">
            <input
              type="search"
              aria-label="Filter senders by name"
              placeholder="Filter senders"
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
            <label class="check">
              <input
                type="checkbox"
                checked={onlyTroubled}
                onChange={(event) =>
                  setOnlyTroubled(event.currentTarget.checked)}
              />
              Only with problems
            </label>
          </div>
        </>
      )}
      <div class="table-frame" tabIndex={0} role="group" aria-label="Matrix">
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">Sender</th>
              {tables.map((table) => (
                <th key={table} scope="col" class="matrix-table">{table}</th>
              ))}
              <th scope="col" class="figure">Rejects</th>
              <th scope="col" class="figure">Clock</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <MatrixRowView
                key={row.sender}
                experiment={experiment}
                tables={tables}
                row={row}
              />
            ))}
          </tbody>
        </table>
        {shown.length === 0 && <p class="no-match">No sender matches.</p>}
      </div>
      <ShowMore part={part} noun="sender" />
    </section>
  );
}
