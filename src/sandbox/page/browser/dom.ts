// The page's whole rendering engine: views return plain descriptions, `render` changes only what differs.
// Text always becomes a text node and addresses are checked here, so nothing a person writes can become markup.

type Handler = { bivarianceHack(event: Event): void }['bivarianceHack'];
type Handlers = { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
type Attribute = string | number | boolean | null | undefined;

export type Props = {
  key?: string | number | undefined;
  on?: Handlers | undefined;
  /** Set as properties instead of attributes: `value`, `checked`, `scrollTop`. */
  prop?: Record<string, string | boolean | number> | undefined;
  style?: Record<string, string> | undefined;
  /** After the element entered the document. */
  mounted?: ((element: HTMLElement) => void) | undefined;
  /** After every later render that reached it. */
  updated?: ((element: HTMLElement) => void) | undefined;
  attrs?: Record<string, Attribute> | undefined;
  class?: Attribute;
};

export type VNode = {
  tag: string;
  key: string | number | undefined;
  slot: string;
  props: Props;
  children: VNode[];
  text: string;
  node: Node | undefined;
};
export type Child = VNode | string | number | false | null | undefined | Child[];

const textTag = '#text';
const svgNamespace = 'http://www.w3.org/2000/svg';

/** `h('a', { class: 'link', attrs: { href } }, 'text')`. False, null, undefined and '' show nothing. */
export function h(tag: string, props: Props = {}, ...children: Child[]): VNode {
  return { ...blank, tag, key: props.key, props, children: flatten(children) };
}

const blank: VNode = {
  tag: textTag,
  key: undefined,
  slot: '',
  props: {},
  children: [],
  text: '',
  node: undefined,
};

/**
 * Every child gets a slot, its place in the call that made it (or its key among its neighbours), so that something
 * that comes or goes leaves the others who they are.
 */
function flatten(children: Child[], into: VNode[] = [], path = ''): VNode[] {
  children.forEach((child, index) => {
    const slot = `${path}.${index}`;
    if (child === false || child === null || child === undefined || child === '') return;
    if (Array.isArray(child)) flatten(child, into, slot);
    else if (typeof child === 'object') {
      child.slot = child.key === undefined ? slot : `${path}:${child.key}`;
      into.push(child);
    } else into.push({ ...blank, slot, text: `${child}` });
  });
  return into;
}

const shown = new WeakMap<Element, VNode[]>();
const handlers = new WeakMap<Node, Record<string, Handler>>();

/** Makes `container` show exactly these children, keeping elements, focus and scroll positions that stay. */
export function render(container: Element, ...children: Child[]): void {
  const next = flatten(children);
  const after: (() => void)[] = [];
  patchChildren(container, shown.get(container) ?? [], next, after);
  shown.set(container, next);
  for (const hook of after) hook();
}

function create(vnode: VNode, after: (() => void)[], svg: boolean): Node {
  if (vnode.tag === textTag) {
    vnode.node = document.createTextNode(vnode.text);
    return vnode.node;
  }
  const inSvg = svg || vnode.tag === 'svg';
  const element = inSvg
    ? document.createElementNS(svgNamespace, vnode.tag)
    : document.createElement(vnode.tag);
  vnode.node = element;
  // Children first: a select takes its value only when its options are there.
  for (const child of vnode.children) element.append(create(child, after, inSvg));
  applyProps(element as HTMLElement, {}, vnode.props);
  const { mounted } = vnode.props;
  if (mounted) after.push(() => mounted(element as HTMLElement));
  return element;
}

function patch(old: VNode, next: VNode, after: (() => void)[]): void {
  if (old === next) return;
  next.node = old.node;
  if (next.tag === textTag) {
    if (old.text !== next.text) (next.node as Text).data = next.text;
    return;
  }
  const element = next.node as HTMLElement;
  patchChildren(element, old.children, next.children, after);
  applyProps(element, old.props, next.props);
  const { updated } = next.props;
  if (updated) after.push(() => updated(element));
}

function patchChildren(parent: Element, old: VNode[], next: VNode[], after: (() => void)[]): void {
  const matches = match(old, next);
  const kept = new Set(matches);
  // Leftovers go first, so that what stays never has to move: moving an element loses its focus.
  for (const child of old) if (!kept.has(child)) child.node?.parentNode?.removeChild(child.node);
  const inSvg = parent.namespaceURI === svgNamespace;
  next.forEach((child, index) => {
    const same = matches[index];
    if (same) patch(same, child, after);
    const node = same ? child.node! : create(child, after, inSvg);
    const there = parent.childNodes[index];
    if (there !== node) parent.insertBefore(node, there ?? null);
  });
}

/** For each new child the old one it continues: the same slot and the same tag. */
function match(old: VNode[], next: VNode[]): (VNode | undefined)[] {
  const known = new Map(old.map((child) => [child.slot, child]));
  return next.map((child) => {
    const same = known.get(child.slot);
    known.delete(child.slot);
    return same?.tag === child.tag ? same : undefined;
  });
}

function applyProps(element: HTMLElement, old: Props, next: Props): void {
  applyAttributes(element, withClass(old), withClass(next));
  for (const [name, value] of Object.entries(next.style ?? {})) {
    if (old.style?.[name] !== value) element.style.setProperty(name, value);
  }
  for (const name of Object.keys(old.style ?? {}))
    if (!next.style?.[name]) element.style.removeProperty(name);
  for (const [name, value] of Object.entries(next.prop ?? {})) {
    const target = element as unknown as Record<string, unknown>;
    if (target[name] !== value) target[name] = value;
  }
  listen(element, next.on as Record<string, Handler> | undefined);
}

const withClass = (props: Props): Record<string, Attribute> =>
  props.class ? { ...props.attrs, class: props.class } : (props.attrs ?? {});

function applyAttributes(element: Element, old: Record<string, Attribute>, next: Record<string, Attribute>) {
  for (const name of Object.keys(old)) if (!(name in next)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(next)) {
    if (old[name] === value) continue;
    const safe = addressAttributes.has(name) ? safeAddress(value) : value;
    if (safe === false || safe === null || safe === undefined) element.removeAttribute(name);
    else element.setAttribute(name, safe === true ? '' : `${safe}`);
  }
}

/** One listener an event type and element; later renders only exchange the function it calls. */
function listen(element: HTMLElement, next: Record<string, Handler> | undefined): void {
  const known = handlers.get(element);
  if (!known && !next) return;
  const current = known ?? {};
  for (const type of Object.keys(next ?? {})) {
    if (!(type in current)) element.addEventListener(type, (event) => handlers.get(element)?.[type]?.(event));
  }
  for (const type of Object.keys(current)) current[type] = ignore;
  handlers.set(element, Object.assign(current, next));
}

const ignore = () => undefined;
const addressAttributes = new Set(['href', 'src', 'action', 'formaction', 'poster', 'xlink:href']);

/** The address when it is http(s), mailto, tel, blob, an image as data, or within this page; otherwise nothing. */
export function safeAddress(value: Attribute): string | undefined {
  const address = `${value ?? ''}`.trim();
  if (/^(https?:\/\/|mailto:|tel:|blob:|data:image\/(png|jpeg|gif|webp);)/i.test(address)) return address;
  return /^[#/.](?!\/)/.test(address) ? address : undefined;
}
