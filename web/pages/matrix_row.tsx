/**
 * A row of the matrix: one sender.
 *
 * @module
 */
import { useMemo } from "preact/hooks";
import { formatNumber, formatOffset, formatRate } from "../format/numbers.ts";
import {
  type MatrixCell,
  type MatrixRow,
  PULSE_TEXT,
} from "../model/matrix.ts";
import { isClockWrong } from "../model/summary.ts";
import { Age } from "../parts/age.tsx";
import { Glyph } from "../parts/glyph.tsx";
import { Link } from "../parts/link.tsx";
import { experimentPath, tablePath } from "../route.ts";

/** What a row needs. */
export interface MatrixRowProps {
  /** Name of the experiment. */
  readonly experiment: string;
  /** Names of the tables. */
  readonly tables: readonly string[];
  /** The sender. */
  readonly row: MatrixRow;
}

/** One sender; drawn again only if something changed. */
export function MatrixRowView({ experiment, tables, row }: MatrixRowProps) {
  const key = JSON.stringify([experiment, tables, row]);
  return useMemo(() => drawRow({ experiment, tables, row }), [key]);
}

function drawRow({ experiment, tables, row }: MatrixRowProps) {
  const { sender, pulse, cells, rejects, conversions, clockOffset } = row;
  return (
    <tr class={`pulse-${pulse}`}>
      <th scope="row">
        <span class="name">
          <Glyph name={pulse} />
          <span class="sender">{sender}</span>
          <span class={pulse === "sending" ? "unseen" : "sender-note"}>
            {PULSE_TEXT[pulse]}
            {row.isConnected === false && pulse !== "ended" &&
              ", not connected"}
          </span>
        </span>
      </th>
      {cells.map((cell, i) => (
        <td key={tables[i]} class="matrix-cell">
          {cell === undefined
            ? <span class="nothing" title="No tuples">·</span>
            : <CellLink experiment={experiment} cell={cell} />}
        </td>
      ))}
      <td class="figure">
        {rejects > 0 && (
          <Link
            class="trouble"
            to={`${experimentPath(experiment, "rejects")}&sender=${
              encodeURIComponent(sender)
            }`}
          >
            {formatNumber(rejects, "reject")}
            <span class="unseen">of {sender}</span>
          </Link>
        )}
        {conversions > 0 && (
          <span
            class="small muted block"
            title="Values that differ from the text that was sent"
          >
            {formatNumber(conversions, "conversion")}
          </span>
        )}
      </td>
      <td class={isClockWrong(row) ? "figure tone-warn" : "figure"}>
        {clockOffset !== undefined && formatOffset(clockOffset)}
      </td>
    </tr>
  );
}

function CellLink(
  { experiment, cell }: {
    readonly experiment: string;
    readonly cell: MatrixCell;
  },
) {
  const { sender, table, pulse, tuples, gaps, duplicates } = cell;
  const troubles = [
    ...gaps > 0 ? [formatNumber(gaps, "missing", "missing")] : [],
    ...duplicates > 0 ? [formatNumber(duplicates, "duplicate")] : [],
  ];
  return (
    <Link
      class={`cell cell-${pulse}`}
      to={tablePath(experiment, table, [sender])}
      title={`${formatNumber(tuples, "tuple")}, sequence numbers ` +
        `${cell.firstSeq} to ${cell.lastSeq}`}
    >
      <span class="unseen">
        {sender}, {table}: {pulse !== "silent" && PULSE_TEXT[pulse]}
        {" "}
      </span>
      <span class="cell-state">
        <Glyph name={pulse} />
        {pulse === "sending" && formatRate(cell.rate)}
        {pulse === "silent" && "silent"}
        {pulse !== "sending" && <Age at={cell.lastTuple} />}
      </span>
      <span class="cell-count">{formatNumber(tuples, "tuple")}</span>
      {troubles.map((text) => (
        <span key={text} class="cell-trouble">
          <Glyph name="warn" />
          {text}
        </span>
      ))}
    </Link>
  );
}
