export function nodePackage(platform: string, arch: string): string;
export function nodeProgram(platform: string): string;
