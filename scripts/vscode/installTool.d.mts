/** Calls `work` with a new folder to fill, unless it was filled before; gives the folder. */
export function installTool(name: string, work: (folder: string) => Promise<void>): Promise<string>;
