import type { Json } from '../../model/json.ts';
import { listAt, textAt } from './documents.ts';

/** What a manifest says: of an index the images in it, of one image its layers and the digest of its configuration. */
export type Manifest =
  | { readonly kind: 'index'; readonly images: readonly { readonly platform: string; readonly digest: string }[] }
  | { readonly kind: 'image'; readonly layers: number; readonly config: string }
  | { readonly kind: 'other' };

/** The forms that are asked for: with others ECR answers in a form of its own choice. */
export const MEDIA_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;

/**
 * Reads a manifest. Attestations stand in an index as images of the platform `unknown/unknown`, and are none.
 * https://github.com/opencontainers/image-spec/blob/main/image-index.md (verified 2026-11-25)
 */
export function manifestOf(document: Json | undefined): Manifest {
  const images = listAt(document, 'manifests');
  if (images.length > 0)
    return {
      kind: 'index',
      images: images
        .map((one) => ({ platform: platformIn(one, 'platform'), digest: textAt(one, 'digest') ?? '' }))
        .filter(({ platform }) => platform !== 'unknown/unknown'),
    };
  const config = textAt(document, 'config', 'digest');
  if (config === undefined) return { kind: 'other' };
  return { kind: 'image', layers: listAt(document, 'layers').length, config };
}

/** `linux/arm64`, out of a configuration or out of an entry of an index. */
export function platformIn(document: Json | undefined, ...path: readonly string[]): string {
  return `${textAt(document, ...path, 'os') ?? 'unknown'}/${textAt(document, ...path, 'architecture') ?? 'unknown'}`;
}
