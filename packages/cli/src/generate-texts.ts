import { basename } from 'node:path';
import {
  type Condition,
  type Context,
  columnsWithRole,
  createContext,
  forkContext,
  type Json,
  resolveOptions,
  sayLineage,
  sharedLineage,
  splitLineage,
  type Table,
} from '@verisim/core';
import {
  amount,
  calibrateJudge,
  endpointName,
  type Estimate,
  estimateOverBudget,
  firstQuestions,
  type JudgeCalibration,
  judgeOptions,
  type LlmOptions,
  labelTexts,
  llm,
  type MadeTexts,
  makeTexts,
  notePlan,
  pilot,
  planTexts,
  type TextPlan,
  textsTable,
} from '@verisim/generator-text';
import { type ReadReport, writeTable } from '@verisim/io';
import type { PinnedFile } from '@verisim/workspace';
import type { Call } from './call.ts';
import { counted } from './counted.ts';
import { paidNeedsOutput } from './errors.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { openLiveLine } from './live-line.ts';
import { openPaidCalls, type PaidCalls } from './paid-calls.ts';
import { plain } from './printable.ts';
import { recordRows } from './record-rows.ts';
import { screenTexts } from './screen-texts.ts';
import { printJson, type Terminal } from './terminal.ts';
