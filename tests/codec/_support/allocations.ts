/**
 * The most elements of any typed array created within `run` with memory of its
 * own. Views of existing memory do not count.
 */
export function largestAllocation(run: () => void): number {
  const { Uint8Array, Float64Array, BigInt64Array } = globalThis;
  let largest = 0;
  const watch = <T extends object>(original: T): T =>
    new Proxy(original, {
      construct(target, args, newTarget) {
        if (typeof args[0] === "number") largest = Math.max(largest, args[0]);
        return Reflect.construct(target as never, args, newTarget);
      },
    });
  globalThis.Uint8Array = watch(Uint8Array);
  globalThis.Float64Array = watch(Float64Array);
  globalThis.BigInt64Array = watch(BigInt64Array);
  try {
    run();
  } finally {
    Object.assign(globalThis, { Uint8Array, Float64Array, BigInt64Array });
  }
  return largest;
}
