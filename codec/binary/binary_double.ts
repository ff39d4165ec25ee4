/**
 * The double of binary messages: `v = mantissa / 2^30 * 2^exponent`, mantissa
 * i32, exponent i8 (OMSP §Binary Marshalling).
 *
 * ```
 * 02  mantissa:i32  exponent:i8
 * 03  5 bytes without meaning: NaN
 * ```
 *
 * @module
 */

/** 2^(exponent-30), by the exponent's unsigned byte. */
const SCALE = Float64Array.from(
  { length: 256 },
  (_, byte) => 2 ** ((byte << 24 >> 24) - 30),
);

/** The value of a mantissa (int32) and an exponent's byte. */
export function decodeDouble(mantissa: number, exponent: number): number {
  return mantissa * SCALE[exponent];
}

/** Splits doubles like frexp(3), and keeps 30 bits, as C clients do. */
export class DoubleSplitter {
  /** The mantissa of the last double: 2^29 to 2^30-1, with its sign; or 0. */
  mantissa = 0;
  /** The exponent of the last double: -128 to 127. */
  exponent = 0;
  readonly #bits = new DataView(new ArrayBuffer(8));

  /**
   * Returns false if the double has no such form: NaN, infinities, extreme
   * exponents.
   */
  split(value: number): boolean {
    this.mantissa = 0;
    this.exponent = 0;
    if (value === 0) return true;
    this.#bits.setFloat64(0, value);
    const high = this.#bits.getUint32(0);
    const low = this.#bits.getUint32(4);
    const exponent = (high >>> 20 & 0x7ff) - 1022;
    if (exponent < -128 || exponent > 127) return false;
    const mantissa = 0x2000_0000 | (high & 0xf_ffff) << 9 | low >>> 23;
    this.mantissa = value < 0 ? -mantissa : mantissa;
    this.exponent = exponent;
    return true;
  }
}
