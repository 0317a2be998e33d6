/**
 * A glob of `skipFiles` as a regular expression for paths and script URLs. `**` is any folders, `*` anything within a name, `{a,b}` one of
 * these, `<node_internals>` Node's own code.
 */
export function globPattern(glob: string): string {
  const internals = /^<node_internals>(?:\/(.*))?$/.exec(glob.trim());
  if (internals !== null) {
    const rest = internals[1] ?? "**";
    return rest === "" || rest === "**" ? "^node:" : `^node:${translated(rest)}$`;
  }
  const path = glob.trim().replaceAll("\\", "/");
  const rooted = /^(\/|[A-Za-z]:\/)/.test(path);
  return `${rooted ? "^(?:file://)?/?" : "(?:^|/)"}${translated(rooted ? path : path.replace(/^\.\//, ""))}$`;
}

function translated(glob: string): string {
  let [pattern, braces] = ["", 0];
  for (let i = 0; i < glob.length; i++) {
    const character = glob[i] ?? "";
    if (glob.startsWith("**/", i)) {
      pattern += "(?:.*/)?";
      i += 2;
    } else if (glob.startsWith("**", i)) {
      pattern += ".*";
      i += 1;
    } else if (character === "*") pattern += "[^/]*";
    else if (character === "?") pattern += "[^/]";
    else if (character === "{") {
      pattern += "(?:";
      braces++;
    } else if (character === "}" && braces > 0) {
      pattern += ")";
      braces--;
    } else if (character === "," && braces > 0) pattern += "|";
    else if (character === " ") pattern += "(?: |%20)";
    else pattern += character.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  }
  return pattern;
}
