import { describe, expect, it } from 'vitest';
import { ACCOUNT, REGION } from '../emulators/aws.ts';
import { wholeAws } from '../stand-ins/aws.ts';
import { foundBy, type Look, lookAt, manifestWith, SERVER, statusOf } from './look.ts';

const REPOSITORY = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/tides`;

function look(tag: string, environment: { readonly [name: string]: string }): Promise<Look> {
  const manifest = manifestWith({ image: `${REPOSITORY}:${tag}` });
  return lookAt({ '.bedrock_agentcore.yaml': manifest, 'server.py': SERVER }, environment);
}

describe('the image of a runtime', { timeout: 120_000 }, () => {
  it('is read with its configuration, and judged by its platform', async (context) => {
    const aws = await wholeAws(context);
    aws.ecr.put({ repository: 'tides', tag: 'arm', platforms: ['linux/arm64'] });
    aws.ecr.put({ repository: 'tides', tag: 'both', platforms: ['linux/amd64', 'linux/arm64'] });
    aws.ecr.put({ repository: 'tides', tag: 'intel', platforms: ['linux/amd64'] });
    for (const tag of ['arm', 'both']) {
      const right = await look(tag, aws.environment);
      for (const check of ['image-missing', 'image-not-arm64', 'image-region-mismatch', 'image-too-many-layers'])
        expect([tag, check, statusOf(check, right)]).toEqual([tag, check, 'pass']);
    }
    const intel = await look('intel', aws.environment);
    expect(foundBy('image-not-arm64', intel)).toEqual([`Image \`${REPOSITORY}:intel\` is built for \`linux/amd64\`.`]);
    const gone = await look('gone', aws.environment);
    expect(foundBy('image-missing', gone)).toEqual([
      `ECR has no image \`${REPOSITORY}:gone\`, which the ECR repository of agent \`weather\` names.`,
    ]);
  });

  it('is not known where its layers may not be fetched', async (context) => {
    const aws = await wholeAws(context);
    aws.ecr.put({ repository: 'tides', tag: 'arm', platforms: ['linux/arm64'] });
    const end = aws.proxy.play({ on: 'ecr:GetDownloadUrlForLayer', fault: { kind: 'denied' } });
    const denied = await look('arm', aws.environment);
    end();
    expect(statusOf('image-not-arm64', denied)).toBe('unknown');
    expect(denied.report.denied).toEqual(['ecr:GetDownloadUrlForLayer']);
  });
});
