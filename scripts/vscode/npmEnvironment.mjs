// What programs get from npm's environment when npm has started us (`npm test`).

/** Settings about how a registry is reached: they hold everywhere. */
const REACHING =
  /^npm_config_(registry|.*proxy|ca|cafile|cert|key|strict_ssl|cache|userconfig|globalconfig|fetch_.*|offline|prefer_.*|.*:.*)$/i;

/** An environment without what npm hands down about this project and the command it runs. Undefined variables are not passed on. */
export function withoutNpm(env) {
  const names = Object.keys(env).filter((name) => /^npm_/i.test(name) && !REACHING.test(name));
  return { ...env, ...Object.fromEntries(names.map((name) => [name, undefined])) };
}
