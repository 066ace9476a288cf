// What a person entered into a form, however the fields look: one value by the field's block id. Pure.
import { z } from 'zod';

export type Entered = Record<string, string | string[] | null>;

/** One value a field, by block id: text, chosen value or values, time, channel. */
const Values = z.record(
  z.string(),
  z.record(
    z.string(),
    z.looseObject({
      value: z.string().nullish(),
      selected_option: z.looseObject({ value: z.string() }).nullish(),
      selected_options: z.array(z.looseObject({ value: z.string() })).optional(),
      selected_time: z.string().nullish(),
      selected_conversation: z.string().nullish(),
    }),
  ),
);

/** `values` as in `view.state.values`; what is not understood is left out. */
export function enteredIn(values: unknown): Entered {
  const parsed = Values.safeParse(values).data ?? {};
  return Object.fromEntries(
    Object.entries(parsed).flatMap(([id, elements]) =>
      Object.values(elements).map((element) => [
        id,
        element.selected_options?.map((chosen) => chosen.value) ??
          element.selected_option?.value ??
          element.selected_time ??
          element.selected_conversation ??
          element.value ??
          null,
      ]),
    ),
  );
}
