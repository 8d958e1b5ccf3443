/** Values of a metric, period by period; `undefined` where nothing was published. */
export type Series = readonly (number | undefined)[];

type Value = number | Series;

const TOKEN = /\s*(\d+(?:\.\d+)?|\w+|>=|<=|==|[-+*/<>(),])/gy;

const OPERATORS: readonly Readonly<Record<string, (left: number, right: number) => number>>[] = [
  { OR: (left, right) => Number(left !== 0 || right !== 0) },
  { AND: (left, right) => Number(left !== 0 && right !== 0) },
  {
    '>=': (left, right) => Number(left >= right),
    '<=': (left, right) => Number(left <= right),
    '==': (left, right) => Number(left === right),
    '<': (left, right) => Number(left < right),
    '>': (left, right) => Number(left > right),
  },
  { '+': (left, right) => left + right, '-': (left, right) => left - right },
  { '*': (left, right) => left * right, '/': (left, right) => left / right },
];

const FUNCTIONS: Readonly<Record<string, (...values: Value[]) => Value>> = {
  IF: (condition, yes, no) => together((met, one, other) => met !== 0 ? one : other, condition, yes, no),
  FILL: (values, filling) => series(values).map(value => value ?? number(filling)),
  SUM: values => series(values).reduce<number>((sum, value) => sum + (value ?? 0), 0),
  RUNNING_SUM: values => {
    let sum = 0;
    return series(values).map(value => {
      sum += value ?? 0;
      return value === undefined ? undefined : sum;
    });
  },
};

/**
 * What CloudWatch makes of an expression over metrics, as far as alarms here use its language.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function evaluate(expression: string, metrics: Readonly<Record<string, Value>>): Value {
  const tokens = [...expression.matchAll(TOKEN)].map(([, token]) => token);
  expect(tokens.join('')).toBe(expression.replace(/\s/g, ''));
  let at = 0;

  const value = level(0);
  expect(tokens.slice(at)).toEqual([]);
  return value;

  function level(strength: number): Value {
    if (strength === OPERATORS.length) {
      return operand();
    }
    let left = level(strength + 1);
    for (let operate = OPERATORS[strength][tokens[at]]; operate !== undefined; operate = OPERATORS[strength][tokens[at]]) {
      at += 1;
      left = together(operate, left, level(strength + 1));
    }
    return left;
  }

  function operand(): Value {
    const token = tokens[at++];
    if (token === '(') {
      const inner = level(0);
      expect(tokens[at++]).toBe(')');
      return inner;
    }
    if (tokens[at] === '(') {
      const values: Value[] = [];
      do {
        at += 1;
        values.push(level(0));
      } while (tokens[at] === ',');
      expect(tokens[at++]).toBe(')');
      return FUNCTIONS[token](...values);
    }
    return token in metrics ? metrics[token] : number(Number(token));
  }
}

/** Period by period; where one value is missing, so is the result. */
function together(operate: (...values: number[]) => number, ...values: Value[]): Value {
  const length = values.map(value => typeof value === 'number' ? 0 : value.length).reduce((one, other) => Math.max(one, other));
  const at = (period: number) => {
    const found = values.map(value => typeof value === 'number' ? value : value[period]);
    return found.includes(undefined) ? undefined : operate(...found as number[]);
  };
  return length === 0 ? at(0)! : Array.from({ length }, (_, period) => at(period));
}

function series(value: Value): Series {
  if (typeof value === 'number') {
    throw new Error(`a series of values must stand here, got ${value}`);
  }
  return value;
}

function number(value: Value): number {
  if (typeof value !== 'number' || Number.isNaN(value)) {
    throw new Error(`a number must stand here, got ${String(value)}`);
  }
  return value;
}
