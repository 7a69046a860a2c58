import { plannedStart } from '../domain/rehearsal/start-plan.ts';
import { defineCollector } from '../model/fact.ts';
import { Failure } from '../model/failure.ts';

/** Plays AgentCore towards the server of the project, where the run has a stage for that. */
export const rehearsal = defineCollector<'rehearsal', 'agents' | 'servers' | 'images' | 'dependencies'>({
  source: 'live',
  needs: ['agents', 'servers', 'images', 'dependencies'],
  async collect(facts, world) {
    if (world.stage === undefined) throw new Failure('The server was not started.', 'Run `agentcore-doctor rehearse`.');
    return world.stage.play(plannedStart(facts));
  },
});
