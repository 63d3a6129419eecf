/** What text measurements look at: texts of a side, texts of a Vendi kernel, and the least texts of a side for references. */
export const textLimits: { readonly texts: number; readonly vendi: number; readonly least: number } = {
  texts: 2000,
  vendi: 300,
  least: 10,
};
