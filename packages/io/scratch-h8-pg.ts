import { startPostgres, postgresPrograms } from './test/postgres-server.ts';
import { spawnSync } from 'node:child_process';
const s=await startPostgres(postgresPrograms()!); spawnSync(process.execPath,['--conditions=verisim-source','scratch-h8.ts',s.url+'postgres#big'],{stdio:'inherit'}); await s.stop();
