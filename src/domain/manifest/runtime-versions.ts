/**
 * The managed runtimes of code deployments. The npm CLI's schema still lets NODE_18 and NODE_20 through.
 * https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CodeConfiguration.html
 * (`AgentManagedRuntimeType` of botocore 1.43.107, verified 2026-11-23)
 */
export const MANAGED_RUNTIMES = [
  'PYTHON_3_10',
  'PYTHON_3_11',
  'PYTHON_3_12',
  'PYTHON_3_13',
  'PYTHON_3_14',
  'NODE_22',
] as const;

/** Whether a runtime is newer than all that are known: it may have come since. */
export function mayBeNewer(runtime: string): boolean {
  const python = /^PYTHON_3_(\d+)$/.exec(runtime)?.[1];
  if (python !== undefined) return Number(python) > 14;
  return Number(/^NODE_(\d+)$/.exec(runtime)?.[1] ?? 0) > 22;
}

/** The language of a managed runtime. */
export function languageOfRuntime(runtime: string): 'Python' | 'Node.js' | undefined {
  if (runtime.startsWith('PYTHON_')) return 'Python';
  return runtime.startsWith('NODE_') ? 'Node.js' : undefined;
}

/** The language of a source file, by its ending. */
export function languageOfFile(path: string): 'Python' | 'Node.js' | undefined {
  if (/\.py(:|$)/.test(path)) return 'Python';
  return /\.[cm]?[jt]sx?(:|$)/.test(path) ? 'Node.js' : undefined;
}
