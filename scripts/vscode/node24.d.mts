/** Installs Node 24 into the user's tool folder; gives its folder, which has `bin/node`. */
export function installNode24(): Promise<string>;
