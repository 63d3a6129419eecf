/** The npm package that carries Node for a system, free of install scripts. @param {string} platform @param {string} arch */
export function nodePackage(platform, arch) {
  const system = platform === 'win32' ? 'win' : platform;
  const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  return `${prefix}-${system}-${arch}`;
}

/** The program inside such a package. @param {string} platform */
export function nodeProgram(platform) {
  return platform === 'win32' ? 'bin/node.exe' : 'bin/node';
}
