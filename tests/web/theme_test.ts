import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it, test } from "node:test";
import { DARK, LIGHT, lineStyle, type Theme } from "../../web/theme.ts";

const css = readFileSync(
  new URL("../../web/styles/tokens.css", import.meta.url),
  "utf8",
);
const [lightTokens = "", darkTokens = ""] = css.split("@media").map(tokens);

/** By Machado et al. 2009, for people without red or green receptors. */
const BLINDNESS: Readonly<Record<string, readonly number[]>> = {
  protanopia: [
    ...[0.152286, 1.052583, -0.204868],
    ...[0.114503, 0.786281, 0.099216],
    ...[-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    ...[0.367322, 0.860646, -0.227968],
    ...[0.280085, 0.672501, 0.047413],
    ...[-0.01182, 0.04294, 0.968881],
  ],
};

for (
  const [name, theme, css] of [
    ["light", LIGHT, lightTokens],
    ["dark", DARK, darkTokens],
  ] as const
) {
  describe(`the ${name} theme`, () => {
    const of = (token: string) => {
      const colour = css instanceof Map ? css.get(token) : undefined;
      assert.ok(colour, token);
      return colour;
    };

    it("is the same in plots and in the style sheet", () => {
      const { background, surface, text, muted, line, accent } = theme;
      for (
        const [token, colour] of Object.entries({
          ...{ background, surface, text, muted, line, accent },
        })
      ) assert.equal(of(token), colour, token);
    });

    it("has enough contrast for text everywhere", () => {
      const pairs = [
        ...["text", "muted", "accent", "good", "bad", "warn"].flatMap((each) =>
          ["background", "surface"].map((behind) => [each, behind] as const)
        ),
        ["text", "sunken"],
        ["muted", "sunken"],
        ["accent-text", "accent"],
        ["good", "good-soft"],
        ["bad", "bad-soft"],
        ["muted", "bad-soft"],
        ["warn", "warn-soft"],
        ["text", "bad-soft"],
        ["text", "accent-soft"],
      ] as const;
      for (const [front, behind] of pairs) {
        const ratio = contrast(of(front), of(behind));
        assert.ok(ratio >= 4.5, `${front} on ${behind}: ${ratio.toFixed(2)}`);
      }
    });

    it("has enough contrast for borders of controls and lines of plots", () => {
      for (const colour of [of("strong-line"), ...theme.series]) {
        const ratio = contrast(colour, theme.surface);
        assert.ok(ratio >= 3, `${colour}: ${ratio.toFixed(2)}`);
      }
    });

    it("has series that the colour-blind can tell apart", () => {
      for (const [kind, matrix] of Object.entries(BLINDNESS)) {
        const seen = theme.series.slice(0, 8).map((each) =>
          lab(transform(linear(each), matrix))
        );
        for (const [i, a] of seen.entries()) {
          for (const [j, b] of seen.entries()) {
            if (j <= i) continue;
            const distance = Math.hypot(...a.map((v, k) => v - (b[k] ?? 0)));
            assert.ok(
              distance > 12,
              `${kind}: ${theme.series[i]} and ${theme.series[j]}, ` +
                distance.toFixed(1),
            );
          }
        }
      }
    });
  });
}

test("Lines differ by their dashes when the colours are used up", () => {
  const styles = Array.from({ length: 40 }, (_, i) => lineStyle(LIGHT, i));
  assert.deepEqual(styles[0], { colour: LIGHT.series[0], dash: [] });
  assert.equal(new Set(styles.map((each) => JSON.stringify(each))).size, 40);
});

test("A heat map becomes steadily darker, or brighter", () => {
  const lightness = (theme: Theme) => theme.heat.map(luminance);
  const light = lightness(LIGHT);
  assert.deepEqual(light, light.toSorted((a, b) => b - a));
  const dark = lightness(DARK);
  assert.deepEqual(dark, dark.toSorted((a, b) => a - b));
});

function tokens(text: string): Map<string, string> {
  const found = text.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g);
  return new Map(
    Array.from(found, ([, name = "", colour = ""]) => [name, colour]),
  );
}

function linear(colour: string): number[] {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = linear(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) =>
    x - y
  );
  return (bright + 0.05) / (dark + 0.05);
}

function transform(rgb: readonly number[], matrix: readonly number[]) {
  return [0, 3, 6].map((row) =>
    rgb.reduce((sum, value, i) => sum + value * (matrix[row + i] ?? 0), 0)
  );
}

/** CIE L*a*b* of linear RGB under D65. */
function lab(rgb: readonly number[]): number[] {
  const [r = 0, g = 0, b = 0] = rgb.map((each) => Math.max(0, each));
  const x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505;
  const y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089;
  const [fx = 0, fy = 0, fz = 0] = [x, y, z].map((t) =>
    t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116
  );
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}
