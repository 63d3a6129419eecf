/** Fields of p^m elements up to 25: p, and for m > 1 the coefficients of x^m in lower powers, from the constant on. */
const FIELDS: readonly (readonly [size: number, prime: number, ...reduction: number[]])[] = [
  [2, 2],
  [3, 3],
  [4, 2, 1, 1],
  [5, 5],
  [7, 7],
  [8, 2, 1, 1, 0],
  [9, 3, 1, 1],
  [11, 11],
  [13, 13],
  [16, 2, 1, 1, 0, 0],
  [17, 17],
  [19, 19],
  [23, 23],
];

/**
 * An orthogonal array of q^t rows and q levels, q the least prime power that does: values of polynomials of degree below t over the field, and their leading
 * coefficient (q + 1 factors; Bush 1952); for t = 3 and even q the coefficient before it as well (q + 2). `null` where factors or levels are too
 * many. Levels beyond a factor's own are folded back.
 */
export function orthogonalArray(levels: readonly number[], strength: number): Int32Array[] | null {
  const factors = (size: number) => size + (strength === 3 && size % 2 === 0 ? 2 : 1);
  const field = FIELDS.find(([size]) => size >= Math.max(...levels) && factors(size) >= levels.length);
  if (field === undefined || field[0] ** strength > 100_000) return null;
  const [size] = field;
  const times = productsOf(field);
  const plus = sumsOf(field);
  return Array.from({ length: size ** strength }, (_, number) => {
    const coefficients = Array.from({ length: strength }, (_, i) => Math.floor(number / size ** i) % size);
    return Int32Array.from(levels, (count, factor) => {
      const value =
        factor >= size
          ? coefficients[strength - 1 - (factor - size)]
          : coefficients.reduceRight((sum, coefficient) => plus[times[sum * size + factor] * size + coefficient], 0);
      return value % count;
    });
  });
}

type Field = (typeof FIELDS)[number];

const digitsOf = (value: number, prime: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.floor(value / prime ** i) % prime);

const numberOf = (digits: readonly number[], prime: number): number =>
  digits.reduceRight((sum, digit) => sum * prime + digit, 0);

function sumsOf([size, prime, ...reduction]: Field): Int32Array {
  const degree = Math.max(1, reduction.length);
  return Int32Array.from({ length: size * size }, (_, i) => {
    const [a, b] = [Math.floor(i / size), i % size].map((value) => digitsOf(value, prime, degree));
    return numberOf(
      a.map((digit, at) => (digit + b[at]) % prime),
      prime,
    );
  });
}

function productsOf([size, prime, ...reduction]: Field): Int32Array {
  const degree = Math.max(1, reduction.length);
  return Int32Array.from({ length: size * size }, (_, i) => {
    const [a, b] = [Math.floor(i / size), i % size].map((value) => digitsOf(value, prime, degree));
    const product = new Array<number>(2 * degree - 1).fill(0);
    for (let j = 0; j < degree; j++) {
      for (let k = 0; k < degree; k++) product[j + k] = (product[j + k] + a[j] * b[k]) % prime;
    }
    for (let power = product.length - 1; power >= degree; power--) {
      for (let j = 0; j < degree; j++) {
        const at = power - degree + j;
        product[at] = (product[at] + product[power] * (reduction[j] ?? 0)) % prime;
      }
      product[power] = 0;
    }
    return numberOf(product.slice(0, degree), prime);
  });
}
