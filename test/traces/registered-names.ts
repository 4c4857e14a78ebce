/** The registries as the notation of the traces needs them. */
import { alertCodes, alertLevels, errorInfo } from '../../generated/registries.ts';
import type { RegisteredNames } from './words.ts';

export const registeredNames: RegisteredNames = {
  alerts: new Map(
    Object.entries(alertCodes).map(([name, code]) => [
      name,
      Uint8Array.of(alertLevels[name as keyof typeof alertLevels], code),
    ]),
  ),
  errors: new Set(Object.keys(errorInfo)),
};
