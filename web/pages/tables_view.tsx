/**
 * The tables of an experiment, and their columns.
 *
 * @module
 */
import type { ExperimentDescription } from "../../archive/archive.ts";
import { formatCount, formatRate } from "../format/numbers.ts";
import type { Matrix } from "../model/matrix.ts";
import { Link } from "../parts/link.tsx";
import { Empty } from "../parts/notes.tsx";
import { tablePath } from "../route.ts";

/** The tables of an experiment, and their columns. */
export function TablesView(
  { description, matrix }: {
    readonly description: ExperimentDescription;
    readonly matrix: Matrix;
  },
) {
  const { name: experiment, tables } = description;
  if (tables.length === 0) return <Empty title="There are no tables yet" />;
  return (
    <div class="cards">
      {tables.map(({ name, rows, columns }) => {
        const cells = cellsOf(matrix, name);
        const rate = cells.reduce((sum, cell) => sum + cell.rate, 0);
        return (
          <article class="card" key={name}>
            <h2>
              <Link to={tablePath(experiment, name)}>{name}</Link>
            </h2>
            <p class="facts">
              <span>{formatCount(rows)} rows</span>
              <span>{formatCount(cells.length)} senders</span>
              {rate > 0 && <span>{formatRate(rate)}</span>}
            </p>
            <dl class="columns">
              {columns.map((
                { name: column, type, unit, description: text },
              ) => (
                <div key={column}>
                  <dt>{column}</dt>
                  <dd>
                    <span class="type">{type}</span>
                    {unit !== undefined && <span class="unit">{unit}</span>}
                    {text !== undefined && (
                      <span class="muted block">{text}</span>
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          </article>
        );
      })}
    </div>
  );
}

function cellsOf({ tables, rows }: Matrix, table: string) {
  const index = tables.indexOf(table);
  return rows.map(({ cells }) => cells[index]).filter((cell) =>
    cell !== undefined
  );
}
