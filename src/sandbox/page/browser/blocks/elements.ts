// One element of a section's accessory, an actions block or an input.
import { type Child, h } from '../dom.ts';
import type { Element, ElementContext } from './block-context.ts';
import { button, feedbackButtons, iconButton, overflow } from './button.ts';
import { checkboxes, radioButtons } from './choices.ts';
import { fileInput } from './file-input.ts';
import { image } from './image.ts';
import { datepicker, datetimepicker, timepicker } from './pickers.ts';
import { select } from './select.ts';
import { richTextInput, textInput } from './text-inputs.ts';

const views: Record<string, (element: Element, context: ElementContext) => Child> = {
  button,
  workflow_button: button,
  icon_button: iconButton,
  feedback_buttons: feedbackButtons,
  overflow,
  static_select: select,
  external_select: select,
  users_select: select,
  channels_select: select,
  conversations_select: select,
  multi_static_select: select,
  multi_external_select: select,
  multi_users_select: select,
  multi_channels_select: select,
  multi_conversations_select: select,
  checkboxes,
  radio_buttons: radioButtons,
  datepicker,
  timepicker,
  datetimepicker,
  plain_text_input: textInput,
  number_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  rich_text_input: richTextInput,
  file_input: fileInput,
  image,
};

export function elementView(element: Element, context: ElementContext): Child {
  const view = views[element.type];
  // What this page cannot show is said, so that nobody believes it is not there.
  return view
    ? view(element, context)
    : h('span', { class: 'unsupported' }, `Element "${element.type}" is not shown here`);
}
