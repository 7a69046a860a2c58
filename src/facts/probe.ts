import { defineCollector } from '../model/fact.ts';
import { Failure } from '../model/failure.ts';

/** Asks the deployed endpoint, where the run has somebody who does that. */
export const probe = defineCollector<'probe'>({
  source: 'live',
  needs: [],
  async collect(_, { prober }) {
    if (prober === undefined) throw new Failure('The endpoint was not asked.', 'Run `agentcore-doctor probe`.');
    return prober.probe();
  },
});
