/**
 * Where HAProxy places a name with `hash-type consistent sdbm avalanche`, as
 * `contrib/haproxy-by-domain.conf` has it (HAProxy's `lb_chash.c`).
 *
 * @module
 */

/** Points of a server on the ring: its weight, 100, times 16. */
const POINTS = 100 * 16;
/** Most points of a server: numbers of points start at its id times this. */
const POINTS_RANGE = 256 * 16;
/** The names of servers in a sorted number, below the place on the ring. */
const SERVERS_RANGE = 2 ** 16;

/** Servers on a ring of 32-bit numbers, each at many places. */
export class HashRing {
  /** Places in ascending order, and beside each the index of its server. */
  readonly #places: Uint32Array;
  readonly #servers: Uint16Array;

  /** A ring with these servers, by the `id`s in HAProxy's configuration. */
  constructor(ids: readonly number[]) {
    const points = new Float64Array(ids.length * POINTS);
    for (const [server, id] of ids.entries()) {
      for (let n = 0; n < POINTS; n++) {
        const place = avalanche(id * POINTS_RANGE + n);
        points[server * POINTS + n] = place * SERVERS_RANGE + server;
      }
    }
    points.sort();
    this.#places = Uint32Array.from(points, (point) => point / SERVERS_RANGE);
    this.#servers = Uint16Array.from(points, (point) => point % SERVERS_RANGE);
  }

  /** The index of the server of a name with this hash: the nearest one. */
  serverOf(hash: number): number {
    const { length } = this.#places;
    const next = this.#firstFrom(hash) % length;
    const previous = (next + length - 1) % length;
    const after = (this.#places[next] - hash) >>> 0;
    const before = (hash - this.#places[previous]) >>> 0;
    return this.#servers[before <= after ? previous : next];
  }

  /** The index of the first place that is not before the hash. */
  #firstFrom(hash: number): number {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#places[middle] < hash) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The hash of a name. */
export function hashOf(name: string): number {
  return avalanche(sdbm(new TextEncoder().encode(name)));
}

/** The hash function of the library sdbm, on 32 bits. */
function sdbm(bytes: Uint8Array): number {
  return bytes.reduce((hash, byte) => Math.imul(hash, 65_599) + byte | 0, 0);
}

/** Spreads a number over all 32 bits: a function of Bob Jenkins. */
function avalanche(number: number): number {
  let a = number | 0;
  a = a + 0x7ed55d16 + (a << 12) | 0;
  a = a ^ 0xc761c23c ^ (a >>> 19);
  a = a + 0x165667b1 + (a << 5) | 0;
  a = (a + 0xd3a2646c | 0) ^ (a << 9);
  a = a + 0xfd7046c5 + (a << 3) | 0;
  a = a ^ 0xb55a4f09 ^ (a >>> 16);
  return Math.imul(a, 3_221_225_473) >>> 0;
}
