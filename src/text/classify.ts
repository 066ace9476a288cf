// A small linear classifier: learns from tens to thousands of examples in well under a second, the same on every run.

/** Sparse features; ids may be any numbers. */
export type Features = { ids: ArrayLike<number>; values: ArrayLike<number> };
export type Labelled = { features: Features; label: number; weight: number };
export type Linear = {
  labels: number;
  size: number;
  slot: Map<number, number>;
  weights: Float32Array;
  bias: Float32Array;
};

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
  const model = emptyModel(examples, labels);
  const seen = {
    weights: new Float32Array(model.weights.length).fill(1e-6),
    bias: new Float32Array(labels).fill(1e-6),
  };
  const order = fixedOrder(examples.length);
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const at of order) learn(model, seen, examples[at]!, { rate, penalty });
  return model;
}

/** Probability of each class, in their order. */
export function probabilities(model: Linear, features: Features): Float32Array {
  return softmax(scores(model, features));
}

export function scores(model: Linear, features: Features): Float32Array {
  const out = Float32Array.from(model.bias);
  for (let f = 0; f < features.ids.length; f++) {
    const slot = model.slot.get(features.ids[f]!);
    if (slot === undefined) continue;
    const from = slot * model.labels;
    for (let c = 0; c < model.labels; c++) out[c]! += model.weights[from + c]! * features.values[f]!;
  }
  return out;
}

export function softmax(values: Float32Array): Float32Array {
  const top = Math.max(...values);
  const out = values.map((x) => Math.exp(x - top));
  const sum = out.reduce((a, b) => a + b, 0);
  return out.map((x) => x / sum);
}

function emptyModel(examples: Labelled[], labels: number): Linear {
  const slot = new Map<number, number>();
  for (const { features } of examples)
    for (let f = 0; f < features.ids.length; f++)
      if (!slot.has(features.ids[f]!)) slot.set(features.ids[f]!, slot.size);
  return {
    labels,
    size: slot.size,
    slot,
    weights: new Float32Array(slot.size * labels),
    bias: new Float32Array(labels),
  };
}

type Step = { rate: number; penalty: number };

function learn(
  model: Linear,
  seen: { weights: Float32Array; bias: Float32Array },
  example: Labelled,
  step: Step,
): void {
  const errors = probabilities(model, example.features);
  errors[example.label]! -= 1;
  for (let c = 0; c < model.labels; c++) errors[c]! *= example.weight;
  const { ids, values } = example.features;
  for (let f = 0; f < ids.length; f++) {
    const from = model.slot.get(ids[f]!)! * model.labels;
    for (let c = 0; c < model.labels; c++)
      descend(model.weights, seen.weights, from + c, errors[c]! * values[f]!, step);
  }
  for (let c = 0; c < model.labels; c++)
    descend(model.bias, seen.bias, c, errors[c]!, { ...step, penalty: 0 });
}

function descend(weights: Float32Array, seen: Float32Array, at: number, slope: number, step: Step): void {
  const gradient = slope + step.penalty * weights[at]!;
  seen[at]! += gradient * gradient;
  weights[at]! -= (step.rate * gradient) / Math.sqrt(seen[at]!);
}

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
