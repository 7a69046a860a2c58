import { type Answer, errorAnswer, jsonAnswer } from '../wire/answer.ts';
import { listen } from '../wire/listen.ts';
import { type AwsRequest, readRequest } from '../wire/request.ts';

/** Where traces go, and whether that holds already. */
export interface Destination {
  readonly Destination: 'XRay' | 'CloudWatchLogs';
  readonly Status: 'PENDING' | 'ACTIVE';
}

/**
 * A stand-in for the part of X-Ray that says whether Transaction Search is on: neither emulator has it. All of it is
 * documented in the API reference; an account where nobody has looked at it sends its traces to X-Ray.
 */
export interface Xray {
  readonly url: string;
  readonly set: (destination: Destination) => void;
  readonly close: () => Promise<void>;
}

/** Opens the stand-in on a free port, for one account and region. */
export async function openXray(): Promise<Xray> {
  let destination: Destination = { Destination: 'XRay', Status: 'ACTIVE' };
  const answer = (request: AwsRequest): Answer => {
    switch (request.operation) {
      case 'GetTraceSegmentDestination':
        return jsonAnswer(destination);
      case 'UpdateTraceSegmentDestination': {
        // The one member of the input.
        const { Destination: to } = JSON.parse(request.body.toString('utf8')) as Pick<Destination, 'Destination'>;
        destination = { Destination: to, Status: 'PENDING' };
        return jsonAnswer(destination);
      }
      case 'GetIndexingRules':
        return jsonAnswer({ IndexingRules: [{ Name: 'Default', ModifiedAt: 1_764_000_000, Rule: RULE }] });
      default:
        return errorAnswer(request, { code: 'NotImplemented', status: 501, message: request.operation });
    }
  };
  const { url, close } = await listen(async (incoming) => answer(await readRequest(incoming, 'test')));
  return { url, set: (to) => (destination = to), close };
}

const RULE = { Probabilistic: { DesiredSamplingPercentage: 1, ActualSamplingPercentage: 1 } };
