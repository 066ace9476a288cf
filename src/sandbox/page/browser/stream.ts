// Server-Sent Events with a visible connection state: the browser retries, we say so, and nothing is missed.

export type Connection = 'connecting' | 'live' | 'reconnecting';

type Listener<Change> = {
  change(change: Change): void;
  connection(state: Connection): void;
  /** The stream was cut and is back: changes in between may be missing, read everything again. */
  resumed(): void;
};

/** Returns the function that ends it. */
export function listen<Change>(url: string, listener: Listener<Change>): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let wasCut = false;
  const open = () => {
    source = new EventSource(url);
    source.onopen = () => {
      listener.connection('live');
      if (wasCut) listener.resumed();
      wasCut = false;
    };
    source.onerror = () => {
      wasCut = true;
      listener.connection('reconnecting');
      // A refused connection closes an EventSource for good; a cut one reconnects by itself.
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, 1500);
    };
    source.addEventListener('change', (event) => {
      listener.change(JSON.parse((event as MessageEvent<string>).data) as Change);
    });
  };
  open();
  return () => {
    clearTimeout(retry);
    source?.close();
  };
}
