import { expect, test } from "vitest";
import { withoutNpm } from "../../../scripts/vscode/npmEnvironment.mjs";

test("what npm says about its own project goes, how a registry is reached stays", () => {
  const env = {
    PATH: "/bin",
    npm_package_name: "outer",
    npm_lifecycle_event: "test",
    npm_config_ignore_scripts: "true",
    npm_config_workspace: "runtime",
    npm_config_registry: "https://registry.example/",
    npm_config_https_proxy: "http://proxy.example",
    npm_config_cafile: "/ca.pem",
  };
  expect(JSON.parse(JSON.stringify(withoutNpm(env)))).toEqual({
    PATH: "/bin",
    npm_config_registry: "https://registry.example/",
    npm_config_https_proxy: "http://proxy.example",
    npm_config_cafile: "/ca.pem",
  });
});
