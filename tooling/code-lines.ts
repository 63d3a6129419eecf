import ts from 'typescript';

/** Lines of a source file that hold code: those on which no token begins or ends are comments or blank. */
export function codeLines(source: ts.SourceFile): number {
  const lines = new Set<number>();
  const count = (node: ts.Node): void => {
    // Every token is a leaf; docstrings hang below nodes as children of their own.
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(source);
    if (children.length === 0 && node.end > node.getStart(source)) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const last = source.getLineAndCharacterOfPosition(node.end).line;
      for (let line = first; line <= last; line++) lines.add(line);
    }
    children.forEach(count);
  };
  count(source);
  return lines.size;
}
