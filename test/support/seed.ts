import fc from 'fast-check';

// The same random inputs on every machine, so that a red run can be repeated; `FC_SEED=$RANDOM npm test` looks further.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_123) });
