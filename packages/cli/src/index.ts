export { defineProject, type ProjectConfig, type ReadConfig } from './define-project.ts';
export { runCli } from './run-cli.ts';
