import type { TextKind } from '../perturb/kind.ts';
import { base64 } from './kinds/base64.ts';
import { bidi } from './kinds/bidi.ts';
import { injection } from './kinds/injection.ts';
import { leetspeak } from './kinds/leetspeak.ts';
import { roleConfusion } from './kinds/role-confusion.ts';
import { zeroWidth } from './kinds/zero-width.ts';

/** What `adversarial` can do to texts. */
export const attacks: readonly TextKind[] = [injection, roleConfusion, base64, leetspeak, zeroWidth, bidi];
