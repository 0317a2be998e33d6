/** Path of docs/hooks.md. */
export const HOOK_PAGE: string;
/** The text of docs/hooks.md; `runtime` has the runtime's exports, with HOOKS and MODULE_METHODS. */
export function hookPage(runtime: object): Promise<string>;
