/** Carries texts, one inspector message each, to a thread of the debuggee and back. */
export interface Channel {
  send(text: string): void;
  close(): void;
  /** Called once, by whoever reads; nothing is read before. */
  open(listener: ChannelListener): void;
}

export interface ChannelListener {
  message(text: string): void;
  /** The last call: nothing comes any more. It may come more than once. */
  closed(): void;
}
