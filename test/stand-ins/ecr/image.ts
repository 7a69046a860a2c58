import { createHash } from 'node:crypto';

/** An image as a test describes it. */
export interface ImageWish {
  readonly repository: string;
  readonly tag?: string;
  /** `linux/arm64`; more than one, or `index`, makes an index of manifests. */
  readonly platforms?: readonly string[];
  readonly index?: boolean;
  readonly user?: string;
  readonly layers?: number;
  readonly port?: number;
  readonly command?: readonly string[];
}

/** A document that its digest names. */
export interface Blob {
  readonly digest: string;
  readonly text: string;
  readonly mediaType: string;
}

export interface Image {
  /** What the tag names: an index, or the one manifest. */
  readonly top: Blob;
  readonly manifests: readonly Blob[];
  readonly configs: readonly Blob[];
}

const OCI = 'application/vnd.oci.image';

/** Makes the documents of an image. https://github.com/opencontainers/image-spec/blob/main/spec.md (2026-11-25) */
export function imageOf({ platforms = ['linux/arm64'], index = platforms.length > 1, ...wish }: ImageWish): Image {
  const built = platforms.map((platform) => manifestOf(platform, wish));
  const manifests = built.map(({ manifest }) => manifest);
  const configs = built.map(({ config }) => config);
  const [single] = manifests;
  if (!index && single !== undefined) return { top: single, manifests, configs };
  const entries = platforms.map((platform, place) => {
    const [os, architecture, variant] = platform.split('/');
    const { digest, text, mediaType } = manifests[place] ?? blobOf('', '');
    return { mediaType, digest, size: text.length, platform: { architecture, os, ...(variant && { variant }) } };
  });
  const mediaType = `${OCI}.index.v1+json`;
  return { top: documentOf({ schemaVersion: 2, mediaType, manifests: entries }, mediaType), manifests, configs };
}

function manifestOf(
  platform: string,
  { user, layers = 3, port, command = ['node', 'main.js'] }: Omit<ImageWish, 'platforms'>,
): { readonly manifest: Blob; readonly config: Blob } {
  const [os, architecture] = platform.split('/');
  const digests = Array.from({ length: layers }, (_, place) => digestOf(`${platform} layer ${place}`));
  const config = documentOf(
    {
      architecture,
      os,
      config: { User: user ?? '', Cmd: command, ...(port && { ExposedPorts: { [`${port}/tcp`]: {} } }) },
      rootfs: { type: 'layers', diff_ids: digests },
    },
    `${OCI}.config.v1+json`,
  );
  const mediaType = `${OCI}.manifest.v1+json`;
  const described = digests.map((digest) => ({ mediaType: `${OCI}.layer.v1.tar+gzip`, digest, size: 1_000_000 }));
  const own = { mediaType: config.mediaType, digest: config.digest, size: config.text.length };
  return { manifest: documentOf({ schemaVersion: 2, mediaType, config: own, layers: described }, mediaType), config };
}

function documentOf(document: object, mediaType: string): Blob {
  return blobOf(JSON.stringify(document), mediaType);
}

function blobOf(text: string, mediaType: string): Blob {
  return { digest: digestOf(text), text, mediaType };
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
