/**
 * Small plots of rates.
 *
 * @module
 */
import { SPARK_HEIGHT, SPARK_WIDTH, sparkPoints } from "../model/sparkline.ts";

/** The rates of the last minutes as a line; a figure next to it says more. */
export function Sparkline({ rates }: { readonly rates: readonly number[] }) {
  const points = sparkPoints(rates);
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {points !== "" && (
        <>
          <polygon
            points={`${points} ${SPARK_WIDTH},${SPARK_HEIGHT} ${
              points.slice(0, points.indexOf(","))
            },${SPARK_HEIGHT}`}
          />
          <polyline points={points} />
        </>
      )}
    </svg>
  );
}
