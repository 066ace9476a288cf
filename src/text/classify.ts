// A small linear classifier: learns from tens to thousands of examples in well under a second, the same on every run.

/** Sparse features; ids may be any numbers. */
export type Features = { ids: ArrayLike<number>; values: ArrayLike<number> };
export type Labelled = { features: Features; label: number; weight: number };
export type Linear = { labels: number; slot: Map<number, number>; weights: Float32Array; bias: Float32Array };

/**
 * Multinomial logistic regression with an L2 penalty, AdaGrad over a fixed order.
 * Source: Duchi, Hazan & Singer 2011. `labels` is the number of classes.
 */
export function trainLinear(
  examples: Labelled[],
  labels: number,
  options: { epochs?: number; rate?: number; penalty?: number } = {},
): Linear {
  const { epochs = 25, rate = 0.5, penalty = 1e-4 } = options;
  const slot = slotsOf(examples);
  const rows = examples.map(({ features, label, weight }) => ({
    at: Int32Array.from(features.ids, (id) => slot.get(id)! * labels),
    values: Float32Array.from(features.values),
    label,
    weight,
  }));
  const model: Linear = {
    labels,
    slot,
    weights: new Float32Array(slot.size * labels),
    bias: new Float32Array(labels),
  };
  const seen = { weights: filled(model.weights.length), bias: filled(labels) };
  const order = fixedOrder(rows.length);
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const i of order) learn(model, seen, rows[i]!, { rate, penalty });
  return model;
}

/** Probability of each class, in their order. */
export function probabilities(model: Linear, { ids, values }: Features): Float32Array {
  const out = Float32Array.from(model.bias);
  for (let f = 0; f < ids.length; f++) {
    const slot = model.slot.get(ids[f]!);
    if (slot !== undefined) addScores(out, model, slot * model.labels, values[f]!);
  }
  return softmax(out);
}

export function softmax(values: Float32Array): Float32Array {
  let top = -Infinity;
  for (const x of values) top = Math.max(top, x);
  const out = values.map((x) => Math.exp(x - top));
  let sum = 0;
  for (const x of out) sum += x;
  for (let c = 0; c < out.length; c++) out[c]! /= sum;
  return out;
}

type Row = { at: Int32Array; values: Float32Array; label: number; weight: number };
type Seen = { weights: Float32Array; bias: Float32Array };

function slotsOf(examples: Labelled[]): Map<number, number> {
  const slot = new Map<number, number>();
  for (const { features } of examples)
    for (let f = 0; f < features.ids.length; f++)
      if (!slot.has(features.ids[f]!)) slot.set(features.ids[f]!, slot.size);
  return slot;
}

function addScores(out: Float32Array, model: Linear, from: number, value: number): void {
  for (let c = 0; c < model.labels; c++) out[c]! += model.weights[from + c]! * value;
}

function learn(
  model: Linear,
  seen: Seen,
  row: Row,
  { rate, penalty }: { rate: number; penalty: number },
): void {
  const { weights, bias, labels } = model;
  const scores = Float32Array.from(bias);
  for (let f = 0; f < row.at.length; f++) addScores(scores, model, row.at[f]!, row.values[f]!);
  const errors = softmax(scores);
  errors[row.label]! -= 1;
  for (let c = 0; c < labels; c++) {
    const error = errors[c]! * row.weight;
    for (let f = 0; f < row.at.length; f++) {
      const at = row.at[f]! + c;
      const slope = error * row.values[f]! + penalty * weights[at]!;
      seen.weights[at]! += slope * slope;
      weights[at]! -= (rate * slope) / Math.sqrt(seen.weights[at]!);
    }
    seen.bias[c]! += error * error;
    bias[c]! -= (rate * error) / Math.sqrt(seen.bias[c]!);
  }
}

const filled = (length: number) => new Float32Array(length).fill(1e-6);

/** A shuffle that is the same on every run, so that sorted examples do not bias the fit. Source: Knuth's LCG. */
function fixedOrder(count: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  let state = 12345;
  for (let i = count - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = state % (i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
