/**
 * Numbers as text.
 *
 * @module
 */

/** A measured value for people: 6 significant digits, exact integers. */
export function valueText(value: number): string {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return minus(value);
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e9) return minus(value.toExponential(4));
  return minus(Number(value.toPrecision(6)));
}

/** The text of a value or of the values of one pixel, `low` to `high`. */
export function spanText(low: number, high: number): string {
  const text = valueText(low);
  return high > low ? `${text} to ${valueText(high)}` : text;
}

/** A value or the values of one pixel, short enough for a table. */
export function shortSpan(low: number, high: number): string {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return shortValue(low);
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size >= 1e6 || size < 1e-3) return `${rough(low)}…${rough(high)}`;
  const digits = Math.ceil(1 - Math.log10(span));
  const decimals = Math.max(0, Math.min(4, digits));
  return `${minus(low.toFixed(decimals))}…${minus(high.toFixed(decimals))}`;
}

function shortValue(value: number): string {
  return Number.isInteger(value) || !Number.isFinite(value)
    ? valueText(value)
    : valueText(Number(value.toPrecision(5)));
}

function rough(value: number): string {
  return minus(value.toExponential(2).replace("e+", "e"));
}

/** Texts of the ticks of an axis, with as many digits as their step needs. */
export function tickTexts(ticks: readonly number[]): string[] {
  const step = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) : 0;
  const largest = ticks.reduce((max, each) => Math.max(max, Math.abs(each)), 0);
  if (step === 0) return ticks.map(valueText);
  if (largest >= 1e7 || step < 1e-5) {
    const digits = Math.ceil(Math.log10(largest / step) - 1e-9);
    const decimals = Math.min(12, Math.max(0, digits));
    return ticks.map((tick) =>
      tick === 0 ? "0" : minus(
        tick.toExponential(decimals)
          .replace(/\.?0+e/, "e").replace("e+", "e"),
      )
    );
  }
  const decimals = decimalsOf(step);
  return ticks.map((tick) => minus(tick.toFixed(decimals)));
}

/** The decimals that multiples of `step` need. */
function decimalsOf(step: number): number {
  let decimals = 0;
  for (let scaled = step; decimals < 8; decimals++, scaled *= 10) {
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6) break;
  }
  return decimals;
}

/** A share as text: `12 %`, never 0 % or 100 % of something partial. */
export function shareText(share: number): string {
  if (share > 0 && share < 0.01) return "less than 1 %";
  return `${Math.min(99, Math.round(share * 100))} %`;
}

/** A count with a space between thousands. */
export function countText(count: number): string {
  return minus(String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f"));
}

function minus(value: number | string): string {
  const text = String(value);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text.replace(/-/g, "−");
}
