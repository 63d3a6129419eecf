import {
  type Context,
  contextLikeQuiet,
} from '@verisim/core';
