/** The extension, as seen from inside a webview. */
export interface WebviewHost<Request> {
  send(request: Request): void;
  /** What was kept before a reload; undefined: nothing. */
  getState(): unknown;
  setState(state: unknown): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** Connects to the host. Its messages are our own and are not checked again. */
export function connectToHost<Request, Message>(receive: (message: Message) => void): WebviewHost<Request> {
  const api = acquireVsCodeApi();
  window.addEventListener("message", (event: MessageEvent<Message>) => receive(event.data));
  return {
    send: (request) => api.postMessage(request),
    getState: () => api.getState(),
    setState: (state) => api.setState(state),
  };
}
