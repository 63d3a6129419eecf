const NODES = 400;

/** P(Z <= z) of the standard normal, absolute error below 1e-10. */
export function normalCdf(z: number): number {
  if (Math.abs(z) > 8) return z > 0 ? 1 : tailRatio(-z);
  if (z < -4) return tailRatio(-z);
  const density = (u: number) => Math.exp((-u * u) / 2) / Math.sqrt(2 * Math.PI);
  return 0.5 + simpson(density, 0, z);
}

/** The upper tail of the standard normal for z > 0 by Laplace's continued fraction; exact to rounding from z = 4 on. */
function tailRatio(z: number): number {
  let fraction = z;
  for (let k = 60; k >= 1; k--) fraction = z + k / fraction;
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / fraction;
}

/**
 * The 0.975 quantile of Student's t for any real `degrees` >= 1, relative error below 1e-4. With t = sqrt(v) tan(a) the
 * distribution function is the integral of cos(a)^(v - 1).
 */
export function studentQuantile975(degrees: number): number {
  const normal = 1.959963984540054;
  if (degrees > 200) return normal + (normal ** 3 + normal) / (4 * degrees);
  const density = (angle: number) => Math.cos(angle) ** (degrees - 1);
  const wanted = 0.95 * simpson(density, 0, Math.PI / 2);
  let low = 0;
  let high = Math.PI / 2;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (simpson(density, 0, middle) < wanted) low = middle;
    else high = middle;
  }
  return Math.sqrt(degrees) * Math.tan((low + high) / 2);
}

function simpson(f: (x: number) => number, from: number, to: number): number {
  const step = (to - from) / NODES;
  let sum = f(from) + f(to);
  for (let i = 1; i < NODES; i++) sum += (i % 2 === 1 ? 4 : 2) * f(from + i * step);
  return (sum * step) / 3;
}
