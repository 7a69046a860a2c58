import type { Copy } from '../../model/image.ts';
import { baseOf, joinPath } from '../paths.ts';
import type { Instruction } from './dockerfile-source.ts';
import { imagePath } from './image-copies.ts';

/** `RUN --mount=type=bind,source=uv.lock,target=uv.lock`: there while this line runs. */
export function mountsOf(run: Instruction, workdir: string): readonly Copy[] {
  return run.flags.flatMap(({ name, value, at }, index) => {
    const options = new Map(
      value.split(',').map((pair) => [pair.replace(/=.*$/, ''), pair.replace(/^[^=]*=?/, '')] as const),
    );
    const target = options.get('target') ?? options.get('dst') ?? options.get('destination');
    if (name !== 'mount' || options.has('from') || target === undefined || (options.get('type') ?? 'bind') !== 'bind')
      return [];
    const from = options.get('source') ?? options.get('src') ?? '';
    const written = { head: '--mount=type=bind', target: { value: target, at } };
    const to = imagePath(workdir, target);
    return [{ from: [joinPath('', from) ?? baseOf(from)], to, at, written, mountedBeside: gapBehind(run, index) }];
  });
}

/** A blank, or a line break where the part of a `RUN` that follows an option has a line of its own. */
function gapBehind({ flags, placeOf, escape }: Instruction, index: number): string {
  const end = flags[index]?.at.range.end;
  const { start } = (flags[index + 1]?.at ?? placeOf(0, 1)).range;
  return end === undefined || end.line === start.line ? ' ' : ` ${escape}\n${' '.repeat(start.column - 1)}`;
}
