// The file input: each file goes to the workspace at once, as in Slack; its id is the value.
import { attempt } from '../app.ts';
import { h, type VNode } from '../dom.ts';
import { type Element, type ElementContext, heldBy, keep, labelled } from './block-context.ts';

type Uploaded = { id: string; name: string };

export function fileInput(element: Element, context: ElementContext): VNode {
  const files = (heldBy(context, element)?.files ?? []) as Uploaded[];
  const types = (element.filetypes as string[] | undefined)?.map((type) => `.${type}`).join(',');
  const add = async (chosen: File[]) => {
    const added: Uploaded[] = [];
    for (const file of chosen.slice(0, Number(element.max_files ?? 10) - files.length)) {
      await attempt(context.app, async () =>
        added.push({ id: await context.app.api.store(file), name: file.name }),
      );
    }
    keep(context, element, { files: [...files, ...added] });
  };
  return h(
    'div',
    { class: 'file-input' },
    h('input', {
      attrs: { type: 'file', multiple: true, accept: types, ...labelled(context, 'Files') },
      on: { change: (event) => void add([...((event.currentTarget as HTMLInputElement).files ?? [])]) },
    }),
    files.length > 0
      ? h(
          'ul',
          {},
          files.map((file) => h('li', {}, file.name)),
        )
      : false,
  );
}
