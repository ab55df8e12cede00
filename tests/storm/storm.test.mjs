// The storm in a form that fits into every run of the tests; tests/storm/run is the long one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runStorm } from './storm.mjs';

test('no event is lost or applied twice when companions and the database are killed', async () => {
    const result = await runStorm({ seed: 20261124, vendors: 40, periods: 12, duplicates: 0.2,
                                    kills: 8, restarts: 1 });
    // The disasters struck while somebody was waiting for an answer.
    assert.ok((result.answers[0] ?? 0) > 0, 'no connection broke');
});
