import { deployedServers } from '../src/domain/deployed.ts';
import { importFailsToday } from '../src/domain/import-today.ts';
import { hasUpperBound } from '../src/domain/versions.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Place } from '../src/model/location.ts';
