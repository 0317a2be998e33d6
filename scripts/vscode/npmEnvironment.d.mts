/** An environment without what npm hands down to the scripts that it starts. */
export function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
