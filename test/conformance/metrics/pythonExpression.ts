/** An expression of Python, as far as the recorded cases write them, with the words that they put between: `Accuracy(micro default)`. */
export type Expression =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "dict"; readonly entries: readonly (readonly [string, Expression])[] }
  | { readonly kind: "operation"; readonly operator: string; readonly parts: readonly Expression[] }
  | { readonly kind: "method"; readonly of: Expression; readonly name: string; readonly call: Arguments }
  | { readonly kind: "call"; readonly of: Expression; readonly call: Arguments };

export interface Arguments {
  readonly args: readonly Expression[];
  readonly keywords: ReadonlyMap<string, Expression>;
}

/** What a text holds: an expression, and the settings that stand behind it: `…  task=multiclass num_classes=4`. */
export function parseConstruct(text: string): {
  readonly expression: Expression;
  readonly settings: ReadonlyMap<string, Expression>;
} {
  const parser = new Parser(text);
  const expression = parser.expression();
  const settings = new Map<string, Expression>();
  while (!parser.isAtEnd()) {
    const [name, value] = parser.setting();
    settings.set(name, value);
  }
  return { expression, settings };
}

/** The text is no expression. */
export class NoExpression extends Error {
  override name = "NoExpression";
}

const TOKEN =
  /\s*(?:(\d+\.\d*|\.\d+|\d+)|'([^']*)'|"([^"]*)"|([A-Za-z_][\w.]*)|(\*\*|\/\/|==|!=|<=|>=|[-+*/%<>()[\]{},:=.]))/y;

interface Token {
  readonly kind: "number" | "text" | "name" | "sign";
  readonly text: string;
}

/** How tightly operators bind. */
const BINDING: Readonly<Record<string, number>> = {
  ...{ "==": 1, "!=": 1, "<": 1, "<=": 1, ">": 1, ">=": 1 },
  ...{ "+": 2, "-": 2, "*": 3, "/": 3, "//": 3, "%": 3, "**": 5 },
};

class Parser {
  readonly #tokens: Token[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  expression(least = 0): Expression {
    let left = this.#unary();
    for (;;) {
      const operator = this.#peek("sign")?.text ?? "";
      const binding = BINDING[operator] ?? 0;
      if (binding === 0 || binding <= least) return left;
      this.#at++;
      left = { kind: "operation", operator, parts: [left, this.expression(binding)] };
    }
  }

  /** `name=value`. */
  setting(): [string, Expression] {
    const name = this.#take("name").text;
    this.#expect("=");
    return [name, this.expression()];
  }

  #unary(): Expression {
    if (this.#takeSign("-")) {
      const part = this.expression(4);
      if (part.kind === "value" && typeof part.value === "number") return { kind: "value", value: -part.value };
      return { kind: "operation", operator: "neg", parts: [part] };
    }
    return this.#postfix(this.#primary());
  }

  #postfix(start: Expression): Expression {
    let value = start;
    for (;;) {
      if (this.#takeSign("(")) {
        const call = this.#arguments();
        const dot = value.kind === "name" ? value.name.lastIndexOf(".") : -1;
        const isAbs = value.kind === "name" && value.name === "abs";
        if (isAbs) value = { kind: "operation", operator: "abs", parts: call.args };
        else if (value.kind === "name" && dot > 0)
          value = { kind: "call", of: { kind: "name", name: value.name.slice(dot + 1) }, call };
        else value = { kind: "call", of: value, call };
      } else if (this.#takeSign("[")) {
        const index = this.expression();
        this.#expect("]");
        value = { kind: "operation", operator: "at", parts: [value, index] };
      } else if (this.#takeSign(".")) {
        const name = this.#take("name").text;
        this.#expect("(");
        value = { kind: "method", of: value, name, call: this.#arguments() };
      } else return value;
    }
  }

  #primary(): Expression {
    const token = this.#tokens[this.#at++];
    switch (token?.kind) {
      case "number":
        return { kind: "value", value: Number(token.text) };
      case "text":
        return { kind: "value", value: token.text };
      case "name":
        return token.text in WORDS ? { kind: "value", value: WORDS[token.text] } : { kind: "name", name: token.text };
      default:
        break;
    }
    if (token?.text === "(") {
      const items = this.#items(")");
      return items.length === 1 ? (items[0] as Expression) : { kind: "list", items };
    }
    if (token?.text === "[") return { kind: "list", items: this.#items("]") };
    if (token?.text === "{") return this.#dict();
    throw new NoExpression(`A value was expected, and there is ${token?.text ?? "nothing"}.`);
  }

  #items(end: string): Expression[] {
    const items: Expression[] = [];
    while (!this.#takeSign(end)) {
      items.push(this.expression());
      if (!this.#takeSign(",") && this.#peek("sign")?.text !== end) throw new NoExpression(`\`${end}\` was expected.`);
    }
    return items;
  }

  /** `{'acc': Accuracy}`; a set of names, `{'mse', 'r2'}`, is a dictionary of what they are short for. */
  #dict(): Expression {
    const entries: (readonly [string, Expression])[] = [];
    while (!this.#takeSign("}")) {
      const name = this.#take("text").text;
      entries.push([name, this.#takeSign(":") ? this.expression() : { kind: "name", name }]);
      this.#takeSign(",");
    }
    return { kind: "dict", entries };
  }

  #arguments(): Arguments {
    const args: Expression[] = [];
    const keywords = new Map<string, Expression>();
    while (!this.#takeSign(")")) {
      const isKeyword = this.#peek("name") !== null && this.#tokens[this.#at + 1]?.text === "=";
      if (isKeyword) {
        const [name, value] = this.setting();
        keywords.set(name, value);
      } else args.push(this.expression());
      this.#takeSign(",");
    }
    return { args, keywords };
  }

  #peek(kind: Token["kind"]): Token | null {
    const token = this.#tokens[this.#at];
    return token?.kind === kind ? token : null;
  }

  #take(kind: Token["kind"]): Token {
    const token = this.#peek(kind);
    if (token === null)
      throw new NoExpression(`A ${kind} was expected, and there is ${this.#tokens[this.#at]?.text ?? "nothing"}.`);
    this.#at++;
    return token;
  }

  #takeSign(sign: string): boolean {
    if (this.#peek("sign")?.text !== sign) return false;
    this.#at++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#takeSign(sign)) throw new NoExpression(`\`${sign}\` was expected.`);
  }
}

const WORDS: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== "") {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new NoExpression(`No Python: ${text.slice(start)}`);
    const [, number, single, double, name, sign] = match;
    if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (single !== undefined || double !== undefined) tokens.push({ kind: "text", text: single ?? double ?? "" });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else tokens.push({ kind: "sign", text: sign as string });
  }
  return tokens;
}
