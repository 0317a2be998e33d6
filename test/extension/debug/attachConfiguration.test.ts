import { expect, it } from "vitest";
import { parseAttachConfiguration } from "../../../extension/debug/attachConfiguration.js";

it("attaches to Node's own port on this machine, unless another is given", () => {
  const target = (attributes: object) => {
    const { host, port } = parseAttachConfiguration(attributes);
    return `${host}:${port}`;
  };

  expect(target({})).toBe("127.0.0.1:9229");
  expect(target({ host: "::1", port: "9230" })).toBe("::1:9230");
  expect(target({ address: "node7", port: 1 })).toBe("node7:1");
});

it.each([
  [{ port: 0 }, "`0` is no port. Give a number from 1 to 65535; Node's own is 9229."],
  [{ port: "http" }, "`http` is no port."],
  [{ host: 5 }, '`host` of the launch configuration is 5. Give a text, such as "127.0.0.1".'],
  [
    { processId: 4711 },
    '`processId` is 4711, but programs are attached to by port. `kill -USR1 4711` opens Node\'s inspector on port 9229; then give `"port": 9229` instead.',
  ],
])("says what is wrong with %j", (attributes, message) => {
  expect(() => parseAttachConfiguration(attributes)).toThrow(message);
});
